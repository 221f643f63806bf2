"""The requests of a day: python desk.py"""

import logging
import sys

import erasure
from stores import Invoices, MailingList, PageCounts, Store
from timing import timed

MAILING = MailingList(["ada", "ben", "cleo", "dan"])
INVOICES = Invoices([["i-1", "ben"], ["i-2", "ada"], ["i-3", "ben"]])
PAGES = PageCounts({"/": 8120, "/prices": 311})
CALLS: list[tuple[str, float]] = []

STORES: list[Store] = [
    timed(PAGES, CALLS), timed(MAILING, CALLS), timed(INVOICES, CALLS),
]

if __name__ == "__main__":
    logging.basicConfig(stream=sys.stdout, level=logging.INFO,
                        format="%(name)s %(message)s")
    for person in sys.argv[1:]:
        erasure.erase(person, STORES)
