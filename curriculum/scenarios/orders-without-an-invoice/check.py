"""Sends a batch of orders and lets the collector run at the worst moment: when every request is out and none is answered.

The clock is virtual and the collector is switched off but for the runs that are forced here.
"""

import asyncio
import gc
import json
import logging
import os
import selectors
import sys
import tempfile
import weakref

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
logging.disable(logging.CRITICAL)

BATCH = 40


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


class Canary:
    """Garbage in a circle: only a real run of the collector removes it."""


class Wire:
    """The writer's end of the connection: keeps the tags of what was asked."""

    def __init__(self):
        self.tags = []

    def write(self, data):
        self.tags += [json.loads(line)["tag"] for line in data.splitlines()]


async def run(service, orders, path):
    wire, reader = Wire(), asyncio.StreamReader()
    forced = []
    async with service.open_desk(reader, wire, orders.Ledger(path)) as desk:
        for number in range(BATCH):
            desk.accept({"id": number, "items": ["cup", "saucer"]})
        # The answers take two seconds. The collector runs in the middle, three times, as three generations would.
        await asyncio.sleep(1)
        forced.append(len(wire.tags) == BATCH and not os.path.getsize(path))
        canary = Canary()
        canary.itself = canary
        seen = weakref.ref(canary)
        del canary
        for _ in range(3):
            gc.collect()
        forced.append(seen() is None)
        await asyncio.sleep(1)
        for tag in wire.tags:
            reader.feed_data(json.dumps({"tag": tag, "slip": f"slip-{tag}"}).encode() + b"\n")
        await asyncio.sleep(60)
        counts = dict(desk.counts)
        reader.feed_eof()
    return forced, counts


def main():
    gc.disable()
    import orders
    import service

    path = os.path.join(tempfile.mkdtemp(dir="."), "invoices.jsonl")
    with asyncio.Runner(loop_factory=Loop) as runner:
        forced, counts = runner.run(run(service, orders, path))
    with open(path, encoding="utf-8") as ledger:
        invoiced = sorted(json.loads(line)["order"] for line in ledger)
    if invoiced == list(range(BATCH)):
        symptom = None
    elif len(set(invoiced)) < BATCH:
        symptom = "lost-work"
    else:
        symptom = "wrong-value"
    saw = f"{BATCH} orders accepted, {len(invoiced)} invoiced, {counts['failed']} failed, {counts['open']} open after a minute"
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
