"""Measures requests with and without the forecasts being fitted beside them, under a long switch interval.

python check.py <program-dir>; the last line is the verdict as JSON. It compares two times of one run, so the speed of
the machine does not matter.
"""

import json
import logging
import multiprocessing
import os
import subprocess
import sys
import time

LOOKUPS = 12
INTERVAL = 0.06
RATIO = 20
ENOUGH = 5
FITTED = {"minutes": 35.3, "error": 2.9}

STORE = f"""
import json, socketserver, time

class Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        for line in self.rfile:
            key = line.split()[1].decode()
            number = int(key.rpartition("/")[2])
            before = f"scan/{{number + 1}}" if number < {LOOKUPS} - 1 else None
            scan = {{"depot": "d1", "at": "", "before": before}}
            record = {{"last_scan": "scan/1"}} if key.startswith("parcel") else scan
            time.sleep(0.0005)
            self.wfile.write(json.dumps(record).encode() + b"\\n")

server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


class Waits(list):
    """Waits that count how often they are fitted: a fitting that gets no CPU must not pass for a harmless one."""

    fitted = 0

    def __getitem__(self, index):
        Waits.fitted += 1
        return super().__getitem__(index)


WAITS = Waits([30.0, 34.0, 31.0, 36.0, 33.0, 38.0, 35.0, 40.0] * 12)


def say(symptom, saw, forced):
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}), flush=True)
    store.kill()
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(2 if not forced or not all(forced) else 1 if symptom else 0)


def timed(service):
    began = time.perf_counter()
    answer = service.track("0")
    took = time.perf_counter() - began
    if len(answer["stops"]) != LOOKUPS - 1 or answer["leaves"] != FITTED:
        say("wrong-value", f"the answer had {len(answer['stops'])} stops, and {answer['leaves']}", [True])
    return took


def main(program):
    os.environ.update(
        TRACKING_STORE_HOST="127.0.0.1",
        TRACKING_STORE_PORT=store.stdout.readline().strip(),
        TRACKING_FORECAST_PAUSE="0.01",
    )
    sys.path.insert(0, os.path.abspath(program))
    logging.disable()
    import forecasts
    import service

    few = {"d1": WAITS}
    # One list under many names: hardly any memory, and work for much longer than the check runs.
    many = {"d1": WAITS} | {f"other{number}": WAITS for number in range(60_000)}
    loads = iter([few, many])
    service.forecasts = forecasts.Forecasts(lambda: next(loads))
    service.forecasts.refresh()

    alone = min(timed(service) for _ in range(31))
    service.forecasts.start()
    sys.setswitchinterval(INTERVAL)
    service.forecasts.fitting.wait(10)
    time.sleep(0.3)
    forced = []
    beside = []
    began = time.monotonic()
    while time.monotonic() - began < 5 and (len(beside) < ENOUGH or time.monotonic() - began < 1):
        before, fitted = service.forecasts.fitting.is_set(), Waits.fitted
        took = timed(service)
        # In another process it cannot be counted here.
        progress = Waits.fitted - fitted or bool(multiprocessing.active_children())
        if progress:
            beside.append((took, progress))
            forced.append(before and service.forecasts.fitting.is_set())
    usual = weighted_median(beside) if beside else 0.0
    saw = f"a request took {alone * 1000:.1f} ms alone, and {usual * 1000:.1f} ms beside the fitting"
    say("slow" if usual / alone > RATIO else None, saw, forced[-ENOUGH:] if all(forced) else forced)


def weighted_median(pairs):
    """What a request takes while half of the fitting is done: weighted by how far the fitting came beside it."""
    half = sum(weight for _, weight in pairs) / 2
    for took, weight in sorted(pairs):
        half -= weight
        if half <= 0:
            return took


if __name__ == "__main__":
    store = subprocess.Popen([sys.executable, "-c", STORE], stdout=subprocess.PIPE, text=True)
    main(sys.argv[1] if len(sys.argv) > 1 else "program")
