"""Does the work for a row stay the same, however many rows the batch already holds?

    python check.py <program-dir>

Counts the memory that is newly asked for while rows are written, and not the time: first for some rows, then for four
times as many. Work that is the same for each row asks for four times the memory then. Copying asks for sixteen times.
"""

import json
import os
import sys
import tracemalloc
import zlib

ROWS = 1_500
FACTOR = 4


def judge(symptom, forced, saw):
    """Print the verdict as the last line and end."""
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    sys.exit(2 if not all(forced) else 1 if symptom else 0)


def measure(batch_class, count, limit, sent):
    """Write and flush so many rows. Gives the bytes that were newly asked for, and the batch."""
    batch = batch_class(sent.append, limit)
    total = 0
    tracemalloc.start()
    try:
        for number in range(count):
            tracemalloc.reset_peak()
            before, _ = tracemalloc.get_traced_memory()
            batch.write((number, "customer-000815", "2025-05-17T03:12:09", 12.5, "EUR", "shipped", None))
            _, peak = tracemalloc.get_traced_memory()
            total += peak - before
    finally:
        tracemalloc.stop()
    batch.flush()
    return total, batch


def main(program):
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.abspath(program))
    from batch import LIMIT, Batch

    totals, lengths = [], []
    for count in ROWS, ROWS * FACTOR:
        sent = []
        total, batch = measure(Batch, count, LIMIT, sent)
        totals.append(total)
        lengths.append(sum(map(len, sent)))
        wanted = "".join(
            f"{n}\tcustomer-000815\t2025-05-17T03:12:09\t12.5\tEUR\tshipped\t\\N\n" for n in range(count)
        )
        if "".join(sent) != wanted or batch.checksum != zlib.crc32(wanted.encode()) or batch.rows != count:
            judge("wrong-value", [True], f"what was sent for {count} rows is not what was written")
    pieces = []
    _, batch = measure(Batch, ROWS, 10_000, pieces)
    if max(map(len, pieces)) > 10_000 or sum(map(len, pieces)) != lengths[0]:
        judge("wrong-value", [True], f"with a limit of 10000, pieces of {sorted(set(map(len, pieces)))[-3:]} were sent")

    # The bad moment is a batch that is not sent between the first row and the last.
    forced = [lengths[0] > ROWS * 50, LIMIT > lengths[1]]
    growth = totals[1] / totals[0]
    saw = f"{FACTOR} times the rows ask for {growth:.0f} times the memory, {totals[1] / lengths[1]:.0f} bytes for each character sent"
    judge("slow" if growth > FACTOR * 2 else None, forced, saw)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "program")
