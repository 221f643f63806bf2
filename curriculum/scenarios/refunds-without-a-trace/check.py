"""Is everything that the desk books entered in the audit trail, once, and is nothing booked without a right?

    python check.py <program-dir>

Sends one request of each kind through the desk, one without the right to it, and compares ledger and trail.
"""

import json
import logging
import os
import sys
import tempfile

ACTIONS = {"refund": "refund", "payout": "payout", "closing": "close", "unlocking": "unlock"}


def judge(symptom, forced, saw):
    """Print the verdict as the last line and end."""
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    sys.exit(2 if not all(forced) else 1 if symptom else 0)


def read_trail(path):
    """The ends in the trail, by action and subject."""
    ends = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for entry in map(json.loads, file):
                ends.setdefault((entry["action"], entry["subject"]), []).append(entry["end"])
    return ends


def main(program):
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.abspath(program))
    logging.disable(logging.CRITICAL)
    path = os.path.join(tempfile.mkdtemp(), "trail.jsonl")
    try:
        import desk
        from audit import Trail
        from handlers import Refused, Request

        books, trail = desk.Books(), Trail(path)
        service = desk.Desk(books, trail)
        for number, (action, right) in enumerate(ACTIONS.items()):
            service.serve(Request(action, "anna", frozenset({right, "desk"}), f"s-{number}", 100))
        service.serve(Request("lookup", "anna", frozenset({"desk"}), "s-9"))
        refused = 0
        for number, action in enumerate(ACTIONS):
            try:
                service.serve(Request(action, "otto", frozenset({"desk"}), f"t-{number}", 100))
            except Refused:
                refused += 1
        trail.flush()
    except Exception as error:
        judge("exception", [True], f"{type(error).__name__}: {error}"[:200])

    booked = {(kind, subject) for kind, subject, _ in books.entries}
    forced = [(action, f"s-{number}") in booked for number, action in enumerate(ACTIONS)]
    ends = read_trail(path)
    entered = sum(ends.get(key) == ["done"] for key in booked)
    saw = f"{len(booked)} bookings, of which {entered} are in the trail once; {refused} of {len(ACTIONS)} refused"
    stray = [key for key in ends if key not in booked and "done" in ends[key]] + [k for k in ends if k[0] == "lookup"]
    wrong = entered != len(booked) or refused != len(ACTIONS) or stray
    judge("wrong-value" if wrong else None, forced, saw)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "program")
