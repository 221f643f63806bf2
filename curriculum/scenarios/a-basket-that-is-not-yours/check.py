"""Does everybody see their own basket, whatever Redis does? `python check.py <program-dir>`.

The web server's pages are asked of a Redis in memory, on a clock that is virtual: waiting takes no time. The bad moment is
forced: Redis answers nobody for 0.4 seconds, and later for three, while pages are asked for.
"""

import asyncio
import json
import logging
import os
import re
import selectors
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
logging.disable(logging.CRITICAL)

CUSTOMERS = {f"{number:02x}": f"customer-{number}" for number in range(24)}
BUSY = [(1.0, 1.4), (4.0, 7.0)]
UNTIL = 10.0


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
    def __init__(self):
        super().__init__()
        self._selector = Clock()

    def time(self):
        return self._selector.now

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


class Redis:
    """One connection's other end: answers in order, a millisecond later, and later still while it is busy."""

    late = 0

    def __init__(self, loop):
        self._loop = loop
        self._last = 0.0
        self.reader = asyncio.StreamReader(loop=loop)

    def write(self, data):
        words = re.findall(rb"\$\d+\r\n([^\r]*)\r\n", data)
        at = max(self._loop.time() + 0.001, self._last)
        for begin, end in BUSY:
            if begin <= at < end:
                Redis.late += 1
                at = end + 0.001
        self._last = at
        self._loop.call_at(at, self._answer, [word.decode() for word in words])

    def _answer(self, words):
        if self.reader.at_eof():
            return
        token = words[1].removeprefix("s:")
        stored = json.dumps({"user": CUSTOMERS[token], "items": 1, "token": token}).encode()
        self.reader.feed_data(b"$%d\r\n%b\r\n" % (len(stored), stored))

    def close(self):
        self.reader.feed_eof()

    async def drain(self):
        pass


async def customer(shop, loop, number, token, seen):
    await asyncio.sleep(number * 0.013)
    turn = 0
    while loop.time() < UNTIL:
        turn += 1
        try:
            user = (await shop.page(f"{token}-{turn}", token))["user"]
        except Exception as error:
            user = error
        seen.append((loop.time(), CUSTOMERS[token], user))
        await asyncio.sleep(0.03 + 0.011 * ((number * 7 + turn * 5) % 13))


async def run(seen):
    import shop as module

    loop = asyncio.get_running_loop()

    async def connect():
        redis = Redis(loop)
        return redis.reader, redis

    shop = module.Shop(connect)
    await asyncio.gather(*(customer(shop, loop, *one, seen) for one in enumerate(CUSTOMERS)))


def main():
    seen = []
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(run(seen))
    others = [one for one in seen if isinstance(one[2], str) and one[2] != one[1]]
    failed = [one for one in seen if isinstance(one[2], Exception)]
    calm = [one for one in seen if 2.0 < one[0] < 4.0 or one[0] > 8.5]
    unknown = [one for one in calm if one[2] is None]
    symptom = "insecure" if others else "exception" if failed else "wrong-value" if unknown else None
    forced = [len(calm) > 100, Redis.late > 10, any(one[2] == one[1] for one in seen)]
    print(
        json.dumps(
            {
                "verdict": "broken" if symptom else "healthy",
                "symptom": symptom,
                "forced": forced,
                "saw": f"{len(seen)} pages, {len(others)} with another customer's basket, {len(failed)} failed; of {len(calm)} while"
                f" Redis was quick {len(unknown)} showed nobody's basket",
            }
        )
    )
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
