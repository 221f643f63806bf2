"""The terminal gateway: python service.py"""

import asyncio
import faulthandler
import logging
import signal
import threading
import time

import settings
from gateway import Gateway, Journal
from stats import Stats

log = logging.getLogger("service")


class LoopWatch(threading.Thread):
    """Reports from a thread of its own when the loop takes no turn."""

    def __init__(self, loop, interval=0.5):
        super().__init__(name="loop-watch", daemon=True)
        self._loop = loop
        self._interval = interval
        self._seen = time.monotonic()

    def _turn(self):
        self._seen = time.monotonic()

    def run(self):
        while True:
            self._loop.call_soon_threadsafe(self._turn)
            time.sleep(self._interval)
            silent = time.monotonic() - self._seen
            if silent > 2 * self._interval:
                log.warning("the loop has taken no turn for %.1f s", silent)


async def start(connect=asyncio.open_connection):
    """The gateway as the settings want it, ready to answer."""
    stats = Stats(settings.STATS_AGENT, settings.STATS_PREFIX)
    await stats.open()
    return Gateway(settings, stats, Journal(settings.JOURNAL), connect)


async def main():
    gateway = await start()
    LoopWatch(asyncio.get_running_loop()).start()
    server = await asyncio.start_server(gateway.serve_terminal, *settings.LISTEN)
    log.info("listening on %s:%d", *settings.LISTEN)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s.%(msecs)03d %(name)-8s %(message)s", datefmt="%H:%M:%S")
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    asyncio.run(main())
