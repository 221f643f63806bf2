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
        share, total = quote.discount, quote.total
        log.info("open   %s v1: discount %d %%, total %d", number, share, total)

    def revise(self, number, cents=None, discount=None):
        """Offer it on other terms."""
        old = self.current[number]
        new = old.revise(cents, discount)
        self.current[number] = new
        self.replaced.append(old)
        self.outbox.put(new)
        what = f"{number} v{new.version}"
        before, after = old.discount, new.discount
        log.info("revise %s: discount %d %% -> %d %%", what, before, after)

    def accept(self, number):
        """Invoice what the customer has accepted, and drop what its fields
        have stored."""
        quote = self.current.pop(number)
        self.invoices[number] = quote.total
        what = f"{number} v{quote.version}: discount {quote.discount} %"
        log.info("accept %s, invoice %d", what, quote.total)
        for field in Quote.discount, Quote.commission:
            field.forget(quote)

    def support_page(self):
        """The versions that were replaced last, for those on the telephone."""
        return [
            f"{old.number} v{old.version}: {old.cents} less {old.discount} %"
            for old in self.replaced
        ]


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
