"""Client of the warehouse: one connection, shared by all who reserve. An answer carries the tag of its request."""

import asyncio
import itertools
import json
import logging
import weakref

log = logging.getLogger("warehouse")


class Warehouse:
    """Reserves goods. Callers may give up while they wait; the table must not keep what nobody waits for."""

    def __init__(self, writer):
        self._writer = writer
        self._tags = itertools.count(1)
        self._waiting = weakref.WeakValueDictionary()
        self.counts = {"requests": 0, "answers": 0, "unclaimed": 0}

    async def reserve(self, order):
        tag = next(self._tags)
        answer = asyncio.get_running_loop().create_future()
        self._waiting[tag] = answer
        self._writer.write(json.dumps({"tag": tag, "order": order["id"], "items": order["items"]}).encode() + b"\n")
        self.counts["requests"] += 1
        return await answer

    async def read_answers(self, reader):
        while line := await reader.readline():
            message = json.loads(line)
            self.counts["answers"] += 1
            answer = self._waiting.pop(message["tag"], None)
            if answer is None:
                self.counts["unclaimed"] += 1
                log.debug("nobody waits for tag %d any more", message["tag"])
            elif not answer.done():
                answer.set_result(message["slip"])
        log.warning("the warehouse has closed the connection")
