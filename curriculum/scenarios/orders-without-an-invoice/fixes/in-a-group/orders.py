"""Takes orders, reserves the goods and writes the invoices."""

import json
import logging

log = logging.getLogger("orders")


class Ledger:
    """The file from which invoices are sent, one line each."""

    def __init__(self, path):
        self._file = open(path, "a", buffering=1, encoding="utf-8")

    def invoice(self, order, slip):
        self._file.write(json.dumps({"order": order["id"], "slip": slip}) + "\n")


class OrderDesk:
    """Customers get their number at once. Reservation and invoice follow by themselves."""

    def __init__(self, warehouse, ledger, group):
        self.warehouse = warehouse
        self._ledger = ledger
        self._group = group
        self.counts = {"accepted": 0, "open": 0, "invoiced": 0, "failed": 0}

    def accept(self, order):
        self.counts["accepted"] += 1
        self._group.create_task(self._fulfil(order), name=f"order-{order['id']}")

    async def _fulfil(self, order):
        self.counts["open"] += 1
        try:
            slip = await self.warehouse.reserve(order)
            self._ledger.invoice(order, slip)
            self.counts["invoiced"] += 1
        except Exception:
            self.counts["failed"] += 1
            log.exception("order %s failed", order["id"])
        finally:
            self.counts["open"] -= 1
