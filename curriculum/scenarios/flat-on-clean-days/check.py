"""Books many batches in which a few orders have no rule, and counts what of them is still alive afterwards.

python check.py <program-dir>; the last line is the verdict as JSON. It counts objects and lookups, and measures no
memory.
"""

import gc
import json
import logging
import os
import sys
import types
import weakref

ORDERS = 40
BATCHES = 30
RATES = {"DE/books": 0.07, "FR/books": 0.055}
# Three kinds of goods without a rule, in every batch.
GAPS = ("DE/e-scooters", "FR/e-scooters", "FR/drones")


def say(symptom, saw, forced):
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}), flush=True)
    sys.exit(2 if not forced or not all(forced) else 1 if symptom else 0)


def order(number):
    country, _, group = (
        GAPS[number % 3] if number % 10 == 3 or number < 3 else ("DE/books", "FR/books")[number % 2]
    ).partition("/")
    return {"id": number, "country": country, "group": group, "net": 100.0}


def tracebacks():
    return sum(isinstance(thing, types.TracebackType) for thing in gc.get_objects())


def main(program):
    sys.path.insert(0, os.path.abspath(program))
    logging.disable()
    import pipeline
    import rules

    asked = []

    def fetch(country, group):
        asked.append(f"{country}/{group}")
        return RATES.get(f"{country}/{group}")

    book = rules.RuleBook(fetch)
    born = []
    counts = []
    problems = 0
    for number in range(1, BATCHES + 1):
        batch = pipeline.Batch(number, [order(position) for position in range(ORDERS)])
        born.append(weakref.ref(batch))
        lines = []
        total, troubled = pipeline.book_batch(batch, book, lines.append)
        problems += troubled
        del batch
        entries = [json.loads(line) for line in lines]
        if total != ORDERS or {entry.get("tax") for entry in entries} != {None, 7.0, 5.5}:
            say("wrong-value", f"{total} entries, {entries[-1]}", [True])
        if any(
            entry["problem"] != f"no rate for {group} in {country}" for entry, country, group in problems_of(entries)
        ):
            say("wrong-value", f"the clerks read: {[entry for entry in entries if 'problem' in entry][0]}", [True])
        # Nothing may be excused with a collection that has not come yet, or helped by one that comes late.
        gc.collect()
        if number % 10 == 0:
            counts.append((sum(ref() is not None for ref in born), tracebacks()))
    forced = [problems == BATCHES * sum(f"{o['country']}/{o['group']}" in GAPS for o in map(order, range(ORDERS)))]
    (early_batches, early_traces), (late_batches, late_traces) = counts[0], counts[-1]
    if late_batches > early_batches or late_traces > early_traces:
        batches = f"{early_batches} and {late_batches} batches"
        traces = f"{early_traces} and {late_traces} traceback entries"
        say("growth", f"alive after 10 and after {BATCHES} batches: {batches}, {traces}", forced)
    if len(asked) > len(RATES) + len(GAPS):
        say("slow", f"the rule service was asked {len(asked)} times for {len(set(asked))} rules", forced)
    alive = f"{late_batches} of {BATCHES} batches and {late_traces} traceback entries alive"
    say(None, f"{alive}, the rule service asked {len(asked)} times", forced)


def problems_of(entries):
    for entry in entries:
        if "problem" in entry:
            yield entry, order(entry["id"])["country"], order(entry["id"])["group"]


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "program")
