"""The desk: takes requests as lines of JSON, and hands each to its handler."""

import json
import logging
import sys

import staff
from audit import Audited, Trail
from handlers import Refused, Request

log = logging.getLogger("desk")

ROUTES = {
    "refund": staff.Refund,
    "payout": staff.Payout,
    "closing": staff.Closing,
    "unlocking": staff.Unlocking,
    "lookup": staff.Lookup,
}
NOT_AUDITED = {"lookup"}


class Books:
    """What has been done, as the ledger has it."""

    def __init__(self):
        self.entries = []

    def book(self, kind, subject, cents):
        self.entries.append((kind, subject, cents))
        return f"booked as {len(self.entries)}"


class Desk:
    """One handler for each action."""

    def __init__(self, books, trail):
        Audited.trail = trail
        self.handlers = {action: cls(books) for action, cls in ROUTES.items()}
        self.check()

    def check(self):
        """No handler goes live without the audit step."""
        for action, handler in self.handlers.items():
            if action not in NOT_AUDITED and not isinstance(handler, Audited):
                raise RuntimeError(f"{action} is not audited")
            name, audited = type(handler).__name__, isinstance(handler, Audited)
            log.info("%s is served by %s, audited: %s", action, name, audited)

    def serve(self, request):
        """Handle one request. A refusal is logged and handed on."""
        try:
            return self.handlers[request.action].handle(request)
        except Refused as refusal:
            what = f"{request.action} {request.subject}"
            log.warning("%s refused: %s", what, refusal)
            raise


def main(trail_path, batch):
    """Serve the requests on standard input."""
    words = "%(levelname)-7s %(name)s %(message)s"
    logging.basicConfig(format=words, level=logging.INFO)
    books, trail = Books(), Trail(trail_path, int(batch))
    desk = Desk(books, trail)
    for line in sys.stdin:
        fields = json.loads(line)
        fields["rights"] = frozenset(fields["rights"])
        try:
            desk.serve(Request(**fields))
        except Refused:
            continue
    trail.flush()
    counts = trail.received, trail.written, len(trail.waiting)
    log.info("trail: received %d, written %d, waiting %d", *counts)


if __name__ == "__main__":
    main(*sys.argv[1:3])
