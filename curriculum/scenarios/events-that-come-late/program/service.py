"""The collector of audit events: python service.py"""

import asyncio
import functools
import logging

from intake import make_protocol
from pipeline import Pipeline
from store import Store

LISTEN = ("127.0.0.1", 7800)
STORE = ("127.0.0.1", 7801)

log = logging.getLogger("service")


async def report(pipeline, interval=2):
    """Writes what the dashboard shows."""
    before = 0
    while True:
        await asyncio.sleep(interval)
        rate = (pipeline.written - before) / interval
        before = pipeline.written
        queue = pipeline.queue
        log.info("queue=%d/%d wait=%.2fs written=%d rate=%.0f/s", queue.qsize(), queue.maxsize, pipeline.wait, before, rate)


async def main():
    pipeline = Pipeline(Store(*STORE))
    pipeline.start()
    server = await asyncio.get_running_loop().create_server(functools.partial(make_protocol, pipeline), *LISTEN)
    log.info("listening on %s:%d", *LISTEN)
    async with server:
        await report(pipeline)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)-7s %(message)s", datefmt="%H:%M:%S")
    asyncio.run(main())
