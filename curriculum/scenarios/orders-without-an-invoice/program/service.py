"""The order service: python service.py"""

import asyncio
import contextlib
import json
import logging.config

from orders import Ledger, OrderDesk
from warehouse import Warehouse

LISTEN = ("127.0.0.1", 7600)
WAREHOUSE = ("127.0.0.1", 7601)
LEDGER = "invoices.jsonl"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s.%(msecs)03d %(name)-9s %(message)s", "datefmt": "%H:%M:%S"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"level": "INFO", "handlers": ["stderr"]},
    # The load balancer's probes hang up half-way, and each of them filled a page.
    "loggers": {"asyncio": {"level": "CRITICAL"}},
}

log = logging.getLogger("service")


@contextlib.asynccontextmanager
async def open_desk(reader, writer, ledger):
    """The desk, with a connection to the warehouse that is being read."""
    warehouse = Warehouse(writer)
    answers = asyncio.create_task(warehouse.read_answers(reader))
    try:
        yield OrderDesk(warehouse, ledger)
    finally:
        answers.cancel()


async def take_orders(desk, reader, writer):
    """One marketplace. It sends batches of orders and keeps its connection for the day."""
    name = writer.get_extra_info("peername")[1]
    log.info("marketplace %s has connected", name)
    while line := await reader.readline():
        orders = json.loads(line)
        for order in orders:
            desk.accept(order)
        log.info("marketplace %s: batch of %d accepted", name, len(orders))
        writer.write(json.dumps([order["id"] for order in orders]).encode() + b"\n")
    log.info("marketplace %s has left", name)
    writer.close()


async def report(desk, warehouse, interval=5):
    """Writes the counts that the dashboard reads."""
    while True:
        await asyncio.sleep(interval)
        log.info("orders %s, warehouse %s", format_counts(desk.counts), format_counts(warehouse.counts))


def format_counts(counts):
    return " ".join(f"{name}={count}" for name, count in counts.items())


async def main():
    connection = await asyncio.open_connection(*WAREHOUSE)
    async with open_desk(*connection, Ledger(LEDGER)) as desk:
        server = await asyncio.start_server(lambda *streams: take_orders(desk, *streams), *LISTEN)
        log.info("listening on %s:%d", *LISTEN)
        async with server:
            await report(desk, desk.warehouse)


if __name__ == "__main__":
    logging.config.dictConfig(LOGGING)
    asyncio.run(main())
