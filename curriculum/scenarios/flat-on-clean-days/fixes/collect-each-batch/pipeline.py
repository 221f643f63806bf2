"""From lines of orders to lines of taxed orders, batch by batch."""

import gc
import itertools
import json

from rules import RuleMissing


class Batch:
    """Some orders that are booked together."""

    def __init__(self, number, orders):
        self.number = number
        self.orders = orders


def batches(lines, size):
    lines = iter(lines)
    for number in itertools.count(1):
        orders = [json.loads(line) for line in itertools.islice(lines, size)]
        if not orders:
            return
        yield Batch(number, orders)


def taxed(batch, book):
    """Yields the orders of a batch: with the tax, or with the problem that a clerk must solve."""
    for order in batch.orders:
        try:
            rate = book.rate(order["country"], order["group"])
        except RuleMissing as error:
            yield {"id": order["id"], "batch": batch.number, "problem": str(error)}
        else:
            yield {"id": order["id"], "batch": batch.number, "tax": round(order["net"] * rate, 2)}


def book_batch(batch, book, write):
    """Writes the orders of one batch; returns how many there were, and how many of them are for the clerks."""
    total = problems = 0
    for entry in taxed(batch, book):
        write(json.dumps(entry) + "\n")
        total += 1
        problems += "problem" in entry
    if problems:
        gc.collect()
    return total, problems
