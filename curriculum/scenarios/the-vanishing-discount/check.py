"""Does each version of a quote keep its own discount for as long as it lives, and is each quote mailed once?

    python check.py <program-dir>

Replaces a quote, drops the version that was replaced, and makes new quotes until one lies where another lay before.
"""

import gc
import json
import logging
import os
import sys
import weakref


def judge(symptom, forced, saw):
    """Print the verdict as the last line and end."""
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    sys.exit(2 if not all(forced) else 1 if symptom else 0)


def watch(obj):
    """Says how many of this one object are alive: 1, or 0, or 0 where it takes no weak references."""
    try:
        reference = weakref.ref(obj)
    except TypeError:
        return lambda: 0
    return lambda: int(reference() is not None)


def main(program):
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.abspath(program))
    logging.disable(logging.CRITICAL)
    from quotes import Quote
    from sales import Sales

    forced, faults = [], []

    def expect(what, got, wanted):
        if got != wanted:
            faults.append(f"{what} is {got} and should be {wanted}")

    # Two versions of one quote are alive.
    sales = Sales(keep=3)
    sales.open("q-1", "north", 10_000, discount=5)
    sales.revise("q-1", discount=12)
    old, new = sales.replaced[0], sales.current["q-1"]
    forced.append(old is not new and (old.version, new.version) == (1, 2))
    expect("the discount of the replaced version", old.discount, 5)
    expect("the discount of the current version", new.discount, 12)
    sent = [(number, version) for number, version, *_ in sales.outbox.send()]
    expect("the mail", sent, [("q-1", 2)])

    # The replaced version goes, because others take its place on the support page.
    replaced = watch(old)
    del old, new
    for number in range(2, 6):
        sales.open(f"q-{number}", "south", 10_000)
        sales.revise(f"q-{number}", cents=9_000)
    gc.collect()
    forced.append(all(quote.number != "q-1" for quote in sales.replaced))
    expect("the number of quotes that nobody needs and that live on", replaced(), 0)
    expect("the discount after the old version has gone", sales.current["q-1"].discount, 12)
    sales.accept("q-1")
    expect("the invoice", sales.invoices["q-1"], 8_800)

    # A quote without a discount comes to lie where one with a discount lay.
    dead = Quote("q-6", "east", 10_000)
    dead.discount = 30
    address, dropped = id(dead), watch(dead)
    del dead
    kept = []
    for number in range(20_000):
        fresh = Quote(f"r-{number}", "west", 10_000)
        kept.append(fresh)
        if id(fresh) == address:
            expect("the discount of a quote that never had one", fresh.discount, 0)
            break
    forced.append(id(kept[-1]) == address or dropped() == 1)
    judge("wrong-value" if faults else None, forced, (faults or ["each version keeps its own discount"])[0])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "program")
