"""The sales service: quotes are opened, revised, mailed and accepted."""

import json
import logging
import sys
from collections import deque

from outbox import Outbox
from quotes import Quote

log = logging.getLogger("sales")


class Sales:
    """All open quotes, and the last versions that were replaced."""

    def __init__(self, keep=6):
        self.current = {}
        self.replaced = deque(maxlen=keep)
        self.outbox = Outbox()
        self.invoices = {}

    def open(self, number, customer, cents, discount=0):
        """Offer something to a customer."""
        quote = Quote(number, customer, cents)
        if discount:
            quote.discount = discount
        self.current[number] = quote
        self.outbox.put(quote)
        log.info("open   %s v1: discount %d %%, total %d", number, quote.discount, quote.total)

    def revise(self, number, cents=None, discount=None):
        """Offer it on other terms."""
        old = self.current[number]
        new = old.revise(cents, discount)
        self.current[number] = new
        self.replaced.append(old)
        self.outbox.put(new)
        log.info("revise %s v%d: discount %d %% -> %d %%", number, new.version, old.discount, new.discount)

    def accept(self, number):
        """Invoice what the customer has accepted, and drop what its fields have stored."""
        quote = self.current.pop(number)
        self.invoices[number] = quote.total
        log.info("accept %s v%d: discount %d %%, invoice %d", number, quote.version, quote.discount, quote.total)
        for field in Quote.discount, Quote.commission:
            field.forget(quote)

    def support_page(self):
        """The versions that were replaced last, for the people on the telephone."""
        return [f"{old.number} v{old.version}: {old.cents} less {old.discount} %" for old in self.replaced]


def main(keep):
    """Serve the events on standard input."""
    logging.basicConfig(format="%(name)-6s %(message)s", level=logging.INFO)
    sales = Sales(int(keep))
    for line in sys.stdin:
        event = json.loads(line)
        kind = event.pop("kind")
        if kind == "round":
            sales.outbox.send()
        else:
            getattr(sales, kind)(**event)


if __name__ == "__main__":
    main(*sys.argv[1:2])
