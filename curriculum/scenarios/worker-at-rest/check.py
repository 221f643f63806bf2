"""Are all jobs done, and never too many at once? `python check.py <program-dir>`.

The broker is here, in the same process, and the bad moments are forced: it goes away while the worker waits for a job, while it
connects, and while jobs are in hand. Then there are jobs to do. Runs on any Python; nothing hangs on the clock.
"""

import asyncio
import json
import logging
import os
import sys

JOBS = 24
ROUNDS = 10


class Broker:
    """Has jobs that wait, pushes as many as a link asks for by reading, and takes back what was not acknowledged."""

    def __init__(self, link):
        self._link = link
        self.waiting, self.unacknowledged, self.link = [], [], None
        self.refuses, self.links = 0, 0

    async def connect(self):
        self.links += 1
        link = self._link(self)
        if self.refuses:
            self.refuses -= 1
            link.cut()
        return link

    def subscribed(self, link):
        self.link = link
        self.deliver()

    def add(self, job):
        self.waiting.append(job)
        self.deliver()

    def deliver(self):
        """One job at a time: the next one goes out when this one has been taken."""
        if self.link is None or not self.waiting or not self.link._jobs.empty():
            return
        job = self.waiting.pop(0)
        self.unacknowledged.append(job)
        self.link.push(job)

    def acknowledged(self, link, job):
        if job in self.unacknowledged:
            self.unacknowledged.remove(job)

    def go_away(self):
        """As if it were restarted: jobs that nobody has acknowledged wait again."""
        link, self.link = self.link, None
        self.waiting[:0], self.unacknowledged = self.unacknowledged, []
        # A worker that is not there can't be told.
        if link is not None:
            link.cut()


async def until(what, steps=400):
    for _ in range(steps):
        if what():
            return True
        await asyncio.sleep(0.002)
    return False


class World:
    """A worker, its broker, and how far the jobs have come."""

    def __init__(self, consumer, link):
        self.broker = Broker(link.Link)
        self.done, self.most, self.gate = [], 0, asyncio.Event()
        self.gate.set()
        self.consumer = consumer.Consumer(self.broker.connect, self.handle)
        self.task = asyncio.create_task(self.consumer.run())

    async def handle(self, job):
        self.most = max(self.most, self.consumer.in_hand)
        await self.gate.wait()
        for _ in range(5):
            await asyncio.sleep(0)
        self.done.append(job)

    async def connected(self):
        return await until(lambda: self.broker.link is not None)

    async def restart(self, refusals=0):
        """The broker goes away while the worker waits, and refuses so often before it is back."""
        self.broker.refuses = refusals if self.broker.link else 0
        self.broker.go_away()
        return await self.connected()

    async def work(self, jobs, steps=400):
        """Whether all of them are done before nothing moves any more."""
        for job in jobs:
            self.broker.add(job)

        def finished():
            self.broker.deliver()
            return set(jobs) <= set(self.done)

        return await until(finished, steps)

    async def end(self):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def play(consumer, link):
    world = World(consumer, link)
    await world.connected()
    for turn in range(ROUNDS):
        await world.restart(refusals=turn % 2 * 2)
        await until(lambda: False, 5)
    # Once more with jobs in hand, which will come again.
    world.gate.clear()
    for turn in range(3):
        world.broker.add(f"held {turn}")

    def taken():
        world.broker.deliver()
        return world.consumer.in_hand >= 3

    held = await until(taken, 200)
    await world.restart()
    world.gate.set()
    finished = await world.work([f"job {turn}" for turn in range(JOBS)])
    seen = {"finished": finished, "done": len({job for job in world.done if job.startswith("job")}), "most": world.most, "links": world.broker.links, "held": held}
    await world.end()
    return seen


def main():
    logging.disable()
    sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
    sys.dont_write_bytecode = True
    import consumer
    import link

    seen = asyncio.run(play(consumer, link))
    symptom = "wrong-value" if seen["most"] > consumer.WINDOW else None if seen["finished"] else "hang"
    saw = f"{seen['done']} of {JOBS} jobs done over the last link, at most {seen['most']} at once with a window of {consumer.WINDOW}; {seen['links']} links"
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": [seen["links"] > 4], "saw": saw}))
    return 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
