"""Books entries of which every other one is rejected, and sees how long the pool lasts.

python check.py <program-dir>; the last line is the verdict as JSON. Nothing is timed; a collection comes after each
entry, so that no connection can be waiting for one.
"""

import gc
import json
import logging
import os
import sys

ENTRIES = 300
# As many connections as one job needs at a time; a pool has no reason to log on more often than its size.
LARGEST_POOL = 32


def say(symptom, saw, forced):
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}), flush=True)
    sys.exit(2 if not forced or not all(forced) else 1 if symptom else 0)


def main(program):
    sys.path.insert(0, os.path.abspath(program))
    logging.disable()
    import booking
    import ledger
    import pool as pools

    books = ledger.Ledger()
    pool = pools.Pool(books)
    rejected = 0
    expected = []
    for number in range(ENTRIES):
        is_closed = number % 2 == 0
        account = f"{'X' if is_closed else 'A'}-{number}"
        rejected += is_closed
        try:
            result = booking.book(pool, account, float(number))
        except Exception as error:
            forced = [rejected > 1]
            say(
                "exception",
                f"{type(error).__name__} at the {rejected}. rejected entry: {error}; {pool.status()}",
                forced,
            )
        gc.collect()
        if not is_closed:
            expected.append((account, float(number)))
        if result == is_closed or books.booked != expected:
            say(
                "wrong-value",
                f"entry {account} gave {result}, with {len(books.booked)} of {len(expected)} booked",
                [True],
            )
    forced = [rejected >= 4 * LARGEST_POOL]
    if len(books.sessions) > LARGEST_POOL:
        say("growth", f"{len(books.sessions)} sessions are logged on after {rejected} rejected entries", forced)
    say(
        None,
        f"{rejected} entries rejected, {len(expected)} booked, with {len(books.sessions)} session(s); {pool.status()}",
        forced,
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "program")
