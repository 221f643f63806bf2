"""Takes jobs from the broker and works on a few of them at a time."""

import asyncio
import logging

from link import Lost

log = logging.getLogger("consumer")

WINDOW = 4
RETRY = 0.01


class Consumer:
    def __init__(self, connect, handle):
        self._connect, self._handle = connect, handle
        self._window = asyncio.Semaphore(WINDOW)
        self._tasks = set()
        self.in_hand = 0

    async def run(self):
        """Works until it is cancelled, over as many links as it takes."""
        while True:
            try:
                link = await self._connect()
                await link.subscribe()
                log.info("connected, ready for jobs")
                await self._consume(link)
            except Lost:
                log.warning("link lost, %d jobs in hand", self.in_hand)
                await asyncio.sleep(RETRY)

    async def _consume(self, link):
        while True:
            # Nothing is taken that nobody has time for.
            await self._window.acquire()
            job = await link.receive()
            task = asyncio.create_task(self._work(link, job))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, link, job):
        self.in_hand += 1
        try:
            await self._handle(job)
            await link.acknowledge(job)
        except Lost:
            log.info("job %s will come again", job)
        finally:
            self.in_hand -= 1
            self._window.release()
