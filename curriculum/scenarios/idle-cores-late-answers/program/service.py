"""The tracking service: GET /track/<parcel> tells where a parcel has been and when it will go on.

SIGUSR1 writes the stacks of all threads to stderr.
"""

import faulthandler
import http.server
import json
import logging
import signal
import sys

import settings
import store
from forecasts import Forecasts

log = logging.getLogger("service")


def load_waits():
    with open(settings.WAITS_FILE, encoding="utf-8") as lines:
        return dict(json.loads(line) for line in lines)


forecasts = Forecasts(load_waits)


def track(parcel):
    """All stops of a parcel. Each scan names the one before it, so they are read one after the other."""
    stops = []
    key = store.get(f"parcel/{parcel}")["last_scan"]
    while key is not None:
        scan = store.get(key)
        stops.append({"depot": scan["depot"], "at": scan["at"]})
        key = scan["before"]
    return {"parcel": parcel, "stops": stops[::-1], "leaves": forecasts.of(stops[0]["depot"])}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        _, _, parcel = self.path.rpartition("/track/")
        body = json.dumps(track(parcel)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form, *values):
        log.debug(form, *values)


def main():
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    )
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    if settings.FORECASTS:
        forecasts.start()
    http.server.ThreadingHTTPServer(("", settings.PORT), Handler).serve_forever()


if __name__ == "__main__":
    main()
