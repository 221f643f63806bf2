"""Runs the workers until it is told to stop: python runner.py"""

import asyncio
import functools
import logging
import signal

from store import Store
from worker import Worker

STORE = ("127.0.0.1", 7700)
WORKERS = 4

log = logging.getLogger("runner")


async def run(store):
    """The workers, until one of them breaks or the caller is cancelled."""
    async with asyncio.TaskGroup() as group:
        for number in range(1, WORKERS + 1):
            group.create_task(Worker(store, f"worker-{number}").run(), name=f"worker-{number}")


def stop(task):
    """What SIGTERM does."""
    log.info("SIGTERM: stopping")
    task.cancel()


async def main():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, functools.partial(stop, asyncio.current_task()))
    try:
        await run(Store(*STORE))
    except asyncio.CancelledError:
        log.info("stopped")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s.%(msecs)03d %(name)-6s %(message)s", datefmt="%H:%M:%S")
    asyncio.run(main())
