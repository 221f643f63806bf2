"""Replays an agent's backlog: it sends ten times as fast as the store can write, for as long as nobody stops it.

The clock is virtual. What is counted is how many events the collector holds at the worst, once for a short backlog and
once for one four times as long. A collector that stops its agents holds the same number in both.
"""

import asyncio
import json
import logging
import os
import selectors
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
logging.disable(logging.CRITICAL)

SHORT, LONG = 4_000, 16_000
CHUNK = 40
EVERY = 0.01
WRITE = 0.01
AT_ONCE = 4


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
    """Four events at a time, a hundredth of a second each, however many connections there are."""

    def __init__(self):
        self._free = asyncio.Semaphore(AT_ONCE)
        self.numbers = []

    async def connect(self):
        return self

    async def write(self, event):
        async with self._free:
            await asyncio.sleep(WRITE)
        self.numbers.append(event["number"])


class Transport(asyncio.Transport):
    """The collector's end of an agent's connection."""

    def __init__(self):
        super().__init__()
        self.is_open = True
        self.reading = True

    def pause_reading(self):
        self.reading = False

    def resume_reading(self):
        self.reading = True

    def is_reading(self):
        return self.reading

    def close(self):
        self.is_open = False

    def is_closing(self):
        return not self.is_open

    def get_write_buffer_size(self):
        return 0

    def write(self, data):
        pass


async def replay(pipeline_module, intake, count):
    """Gives back the worst number of events held, what was written, and how long the agent was kept waiting."""
    store = Store()
    pipeline = pipeline_module.Pipeline(store)
    pipeline.start()
    transport, protocol = Transport(), intake.make_protocol(pipeline)
    protocol.connection_made(transport)
    worst, sent, stopped = 0, 0, 0
    while sent < count:
        await asyncio.sleep(EVERY)
        if not transport.reading:
            stopped += 1
            if stopped > 100_000:
                break
            continue
        lines = [
            json.dumps({"number": number, "actor": "billing", "action": "read", "object": f"invoice-{number:08}"}).encode()
            for number in range(sent, sent + CHUNK)
        ]
        protocol.data_received(b"\n".join(lines) + b"\n")
        sent += CHUNK
        worst = max(worst, sent - len(store.numbers))
    # The backlog has been sent: what is held now is written within this time, or never.
    limit = asyncio.get_running_loop().time() + sent * WRITE
    while len(store.numbers) < sent and asyncio.get_running_loop().time() < limit:
        await asyncio.sleep(0.5)
    return worst, sent, sorted(store.numbers), stopped


def main():
    import intake
    import pipeline

    results = []
    for count in (SHORT, LONG):
        with asyncio.Runner(loop_factory=Loop) as runner:
            results.append(runner.run(replay(pipeline, intake, count)))
    (short, *_), (long, sent, written, stopped) = results
    # The store must have been behind by more than the queue holds, in both.
    forced = [short > 500, long > 500]
    if sent < LONG:
        symptom = "hang"
    elif len(set(written)) < LONG:
        symptom = "lost-work"
    elif written != list(range(LONG)):
        symptom = "wrong-value"
    elif long > 1.5 * short:
        symptom = "growth"
    else:
        symptom = None
    saw = (
        f"held at the worst {short} of {SHORT} events and {long} of {LONG}, wrote {len(set(written))},"
        f" kept the agent waiting {stopped * EVERY:.0f} s"
    )
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": saw}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
