"""Books entries: python booking.py <entries.csv>"""

import csv
import logging
import sys

from ledger import Ledger, Rejected
from pool import Pool, PoolEmpty

log = logging.getLogger("booking")


def book(pool, account, amount):
    """Whether the ledger has booked the entry. The clerks look at the others."""
    connection = pool.lease()
    try:
        connection.book(account, amount)
        return True
    except Rejected as error:
        log.info("%s over %.2f rejected: %s", account, amount, error)
        return False
    finally:
        connection.release()


def main(path):
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    )
    pool = Pool(Ledger())
    with open(path, newline="", encoding="utf-8") as file:
        for number, (account, amount) in enumerate(csv.reader(file), 1):
            try:
                book(pool, account, float(amount))
            except PoolEmpty as error:
                log.error("entry %d for %s not booked: %s", number, account, error)
            if number % 25 == 0:
                log.info("%d entries; pool: %s", number, pool.status())


if __name__ == "__main__":
    main(sys.argv[1])
