"""The price service. Requests come as lines: tenant, order number, cents,
destination."""

import importlib
import logging
import sys
from functools import lru_cache

from core import Order

log = logging.getLogger("prices")


class Service:
    """Prices orders for all tenants. One in each worker process."""

    def __init__(self, cached=1024):
        self.loaded = {}
        self.price = lru_cache(cached)(self._price)

    def tenant(self, name):
        """The class of a tenant. Its module is imported when it is needed."""
        if name not in self.loaded:
            module = importlib.import_module(f"tenants.{name}")
            self.loaded[name] = getattr(module, name.capitalize())
        return self.loaded[name]

    def _price(self, name, order):
        cents, codes = self.tenant(name).price(order)
        what = f"{name} {order.number} to {order.to}: {order.cents}"
        log.info("%s + %s = %d", what, " ".join(codes), cents)
        return cents


def main(worker, cached=1024):
    """Serve the lines on standard input."""
    words = f"worker {worker}  %(message)s"
    logging.basicConfig(format=words, level=logging.INFO)
    log.info("starts")
    service = Service(int(cached))
    for line in sys.stdin:
        name, number, cents, to = line.split()
        service.price(name, Order(int(number), int(cents), to))
    log.info("%s", service.price.cache_info())


if __name__ == "__main__":
    main(*sys.argv[1:3])
