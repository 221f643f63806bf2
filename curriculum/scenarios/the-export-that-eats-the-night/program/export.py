"""The nightly export: `python export.py <rows> <limit>` with made-up orders, for measurements."""

import logging
import random
import sys
import time

from batch import LIMIT, Batch

log = logging.getLogger("export")


def read_orders(count):
    """Orders, as the database would yield them."""
    chance = random.Random(7)
    for number in range(count):
        customer = f"customer-{chance.randrange(10**6):06}"
        note = chance.choice([None, "leave at the door", "call first", "gift\twrapped"])
        yield number, customer, "2025-05-17T03:12:09", chance.randrange(100, 99_999) / 100, "EUR", "shipped", note


def export(rows, batch, every=5_000):
    """Send all rows. Tells now and then how far it has come, and what it took."""
    last = time.process_time()
    for row in rows:
        batch.write(row)
        if batch.rows % every == 0:
            now = time.process_time()
            log.info("%7d rows, the last %d in %.2f s of CPU", batch.rows, every, now - last)
            last = now
    batch.flush()
    log.info("%7d rows, checksum %08x", batch.rows, batch.checksum)


def send(text):
    """Stands for the COPY command of the warehouse."""
    log.info("        sent %.1f million characters", len(text) / 1e6)


def main(count, limit=LIMIT):
    """One night."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    export(read_orders(int(count)), Batch(send, int(limit)))


if __name__ == "__main__":
    main(*sys.argv[1:3])
