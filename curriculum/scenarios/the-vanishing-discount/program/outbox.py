"""Mail that waits for the next round."""

import logging

log = logging.getLogger("outbox")


class Outbox:
    """Quotes to be mailed. Of a quote that is revised while it waits, only
    the newest version goes out."""

    def __init__(self):
        self.waiting = set()

    def put(self, quote):
        self.waiting.discard(quote)
        self.waiting.add(quote)

    def send(self):
        """Mail all that waits, and say what was sent."""
        sent = sorted(
            (quote.number, quote.version, quote.discount, quote.total)
            for quote in self.waiting
        )
        for number, version, discount, total in sent:
            what = f"{number} v{version}: discount {discount} %"
            log.info("mail   %s, total %d", what, total)
        self.waiting.clear()
        return sent
