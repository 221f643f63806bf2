"""The statement service: python service.py <jobs.jsonl>

Takes jobs in batches and renders them in a pool of worker processes. SIGUSR1 writes the stacks of a process to stderr.
"""

import faulthandler
import itertools
import json
import logging
import multiprocessing
import signal
import sys
import time

import rates
import settings
import statements

log = logging.getLogger("service")

# Forked workers start in milliseconds and share what the parent has loaded.
PROCESSES = multiprocessing.get_context("fork")


def start():
    """The pool, with rates in place."""
    rates.refresh()
    pool = PROCESSES.Pool(
        settings.WORKERS,
        initializer=statements.announce,
        maxtasksperchild=settings.JOBS_PER_WORKER,
    )
    rates.start_refresher()
    return pool


def render_batch(pool, jobs):
    """Yields the finished statements. A job without a result in time is logged and left for the next run."""
    waiting = [(job["id"], pool.apply_async(statements.render, (job,))) for job in jobs]
    for name, result in waiting:
        try:
            yield result.get(timeout=settings.JOB_TIMEOUT)
        except multiprocessing.TimeoutError:
            log.warning("statement %s: no result after %.0f s", name, settings.JOB_TIMEOUT)


def read_batches(path):
    with open(path, encoding="utf-8") as lines:
        jobs = map(json.loads, lines)
        while batch := list(itertools.islice(jobs, settings.BATCH_SIZE)):
            yield batch


def main(path):
    logging.basicConfig(
        level=logging.INFO,
        stream=sys.stderr,
        format="%(asctime)s %(processName)-18s %(levelname)-7s %(name)s: %(message)s",
    )
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    pool = start()
    for number, batch in enumerate(read_batches(path), 1):
        began = time.monotonic()
        done = sum(1 for _ in render_batch(pool, batch))
        log.info("batch %d: %d of %d statements in %.2f s", number, done, len(batch), time.monotonic() - began)


if __name__ == "__main__":
    main(sys.argv[1])
