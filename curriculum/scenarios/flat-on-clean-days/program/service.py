"""The tax service: python service.py <orders.jsonl>, or without a file the orders of the day from standard input.

Runs all day. The rules come anew every night at two.
"""

import json
import logging
import os
import sys

from pipeline import batches, book_batch
from rules import RuleBook

log = logging.getLogger("service")

BATCH_SIZE = 500


def fetch_from_file(path):
    with open(path, encoding="utf-8") as file:
        rates = json.load(file)
    return lambda country, group: rates.get(f"{country}/{group}")


def resident_megabytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def main(lines, write):
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    )
    book = RuleBook(fetch_from_file(os.environ.get("TAX_RATES", "rates.json")))
    for batch in batches(lines, BATCH_SIZE):
        total, problems = book_batch(batch, book, write)
        report = "batch %d: %d orders, %d for the clerks, %.0f MB resident"
        log.info(report, batch.number, total, problems, resident_megabytes())


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") if len(sys.argv) > 1 else sys.stdin as orders:
        main(orders, sys.stdout.write)
