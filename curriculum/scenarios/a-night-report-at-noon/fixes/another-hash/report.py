"""The report by account of one night: python report.py EVENTS [WORKERS]"""

import hashlib
import json
import logging
import multiprocessing
import sys
import time

import events
from summary import Summary

log = logging.getLogger("report")


def number_of(account):
    """Spreads similar names evenly, and is the same in every process."""
    return int.from_bytes(hashlib.blake2b(account.encode(), digest_size=8).digest())


def shuffle(rows, count):
    """Brings all events of an account into the same partition."""
    partitions = [[] for _ in range(count)]
    for row in rows:
        account = events.account_of(row)
        partitions[number_of(account) % count].append(row)
    return partitions


def aggregate(partition):
    """One worker's job: the summaries of a partition, and the processor time they took."""
    begin = time.process_time()
    summaries = {}
    for row in partition:
        summaries.setdefault(events.account_of(row), Summary()).add(row)
    return summaries, time.process_time() - begin


def run_in_pool(function, jobs, workers):
    """Each job goes to the next worker that is free."""
    with multiprocessing.Pool(workers) as pool:
        yield from pool.imap(function, jobs)


def build(rows, workers, run=run_in_pool):
    """The report: a row for each account."""
    partitions = shuffle(rows, workers)
    log.info("%d events in %d partitions", len(rows), len(partitions))
    report = {}
    for number, (summaries, seconds) in enumerate(run(aggregate, partitions, workers)):
        log.info("partition %2d: %.2f s of a processor", number, seconds)
        report.update(summaries)
    return {account: summary.row() for account, summary in sorted(report.items())}


def main(path, workers=8):
    rows = events.read(path)
    report = build(rows, int(workers))
    log.info("%d accounts", len(report))
    with open("report.json", "w", encoding="utf-8") as out:
        json.dump(report, out)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(name)-7s %(message)s")
    main(*sys.argv[1:])
