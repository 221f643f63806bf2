"""Stops the runner at three chosen moments: while a job is given back, in the middle of a job, and with no job at hand.

The clock is virtual, so "never ends" is five simulated minutes without an end.
"""

import asyncio
import json
import logging
import os
import selectors
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
logging.disable(logging.CRITICAL)

GRACE = 30.0
LIMIT = 300.0


class Clock(selectors.BaseSelector):
    """A selector without files: waiting moves the time on."""

    def __init__(self):
        self.now = 0.0

    def register(self, fileobj, events, data=None):
        raise NotImplementedError

    def unregister(self, fileobj):
        raise NotImplementedError

    def get_map(self):
        return {}

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("every task is waiting and nothing can wake one")
        self.now += max(timeout, 0)
        return []


class Loop(asyncio.BaseEventLoop):
    """The base loop on that clock."""

    def __init__(self):
        super().__init__()
        self._selector = Clock()

    def time(self):
        return self._selector.now

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


class Store:
    """The store as the program sees it. `at(operation)` is called while a worker waits for its answer."""

    def __init__(self, jobs):
        self.jobs = jobs
        self.given = 0
        self.stopped = False
        self.taken_after_stop = 0
        self.at = lambda operation: None

    async def ask(self, operation, **fields):
        if operation == "take":
            while self.given >= self.jobs:
                self._tell(operation, fields)
                await asyncio.sleep(1)
            self.given += 1
            self.taken_after_stop += bool(self.stopped)
            number = self.given
            await asyncio.sleep(0.01)
            return {"id": number, "pieces": ["a", "b", "c"]}
        self._tell(operation, fields)
        await asyncio.sleep({"copy": 0.15 + fields.get("job", 0) % 4 * 0.03, "release": 0.12, "done": 0.02}.get(operation, 0.01))
        return {"ok": True}

    def _tell(self, operation, fields):
        if operation in ("take", "release") or fields.get("job", 0) >= 6:
            asyncio.get_running_loop().call_later(0.05, self.at, operation)


async def stop_at(runner, moment, jobs):
    """Runs the workers, stops them at the first such moment, and gives back what came of it."""
    store = Store(jobs)
    task = asyncio.create_task(runner.run(store))
    loop = asyncio.get_running_loop()

    def at(operation):
        if operation == moment and not store.stopped:
            store.stopped = loop.time()
            runner.stop(task)

    store.at = at
    await asyncio.wait([task], timeout=LIMIT)
    took = loop.time() - store.stopped if store.stopped else None
    ended = task.done()
    if not ended:
        # Let the check end: the workers must not run on behind it.
        for other in asyncio.all_tasks() - {asyncio.current_task()}:
            other.cancel()
        for _ in range(50):
            await asyncio.sleep(0.02)
            for other in asyncio.all_tasks() - {asyncio.current_task()}:
                other.cancel()
    return ended, took, store.taken_after_stop, bool(store.stopped)


def main():
    import runner

    forced, lines, symptom = [], [], None
    for moment, jobs in (("release", 10**6), ("copy", 10**6), ("take", 8)):
        with asyncio.Runner(loop_factory=Loop) as loop:
            ended, took, taken, was_forced = loop.run(stop_at(runner, moment, jobs))
        forced.append(was_forced)
        if not ended or took > GRACE:
            symptom = "hang"
        elif taken:
            symptom = symptom or "lost-work"
        lines.append(f"{moment}: " + (f"ended after {took:.1f} s" if ended else f"not ended after {LIMIT:.0f} s") + f", {taken} jobs taken since")
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": "stopped during " + "; ".join(lines)}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
