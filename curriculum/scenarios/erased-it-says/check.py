"""Is somebody who asks for it erased everywhere, in stores as they stand in production? `python check.py <program-dir>`."""

import json
import logging
import os
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
sys.dont_write_bytecode = True


def main():
    logging.disable(logging.CRITICAL)
    import erasure
    import stores
    from timing import timed

    calls = []
    mailing = stores.MailingList(["ada", "ben", "cleo"])
    invoices = stores.Invoices([["i-1", "ben"], ["i-2", "ada"], ["i-3", "ben"]])
    pages = stores.PageCounts({"/": 3})
    kept = [timed(store, calls) for store in (pages, mailing, invoices)]
    names = [store.name for store in kept]
    counts = [store.count() for store in kept]
    # In production each store is timed: that is the bad moment. Taking the timing out would not be a repair.
    timings = [name for name, _ in calls]
    forced = [names == ["page counts", "mailing list", "invoices"], counts == [1, 3, 3]]
    symptom, erased, failed = None, 0, ""
    try:
        erased = erasure.erase("ben", kept)
    except Exception as error:
        symptom, failed = "exception", f"{type(error).__name__}: {error}; "
    left = mailing.people.count("ben") + sum(row[1] == "ben" for row in invoices.rows)
    if symptom is None and (left or erased != 3):
        symptom = "lost-work"
    if symptom is None and (timings != [f"{name}.count" for name in names] or "invoices.erase" not in [name for name, _ in calls]):
        symptom, failed = "wrong-value", "calls are not timed; "
    saw = f"{failed}{erased} entries count as erased, {left} of 3 are left"
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": saw}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
