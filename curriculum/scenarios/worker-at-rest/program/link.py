"""One link to the broker, as long as it lasts."""

import asyncio


class Lost(Exception):
    """The broker is not there any more."""


class Link:
    def __init__(self, broker):
        self._broker = broker
        self._jobs = asyncio.Queue()
        self.is_up = True
        self.beats = 0

    async def subscribe(self):
        self._insist()
        self._broker.subscribed(self)

    async def receive(self):
        """The next job. Waits for one; the broker pushes them."""
        self._insist()
        job = await self._jobs.get()
        if job is Lost:
            raise Lost
        return job

    async def acknowledge(self, job):
        self._insist()
        self._broker.acknowledged(self, job)

    def beat(self):
        """Answers the broker's heartbeat, whatever else goes on."""
        self.beats += self.is_up
        return self.is_up

    def push(self, job):
        self._jobs.put_nowait(job)

    def cut(self):
        self.is_up = False
        self._jobs.put_nowait(Lost)

    def _insist(self):
        if not self.is_up:
            raise Lost
