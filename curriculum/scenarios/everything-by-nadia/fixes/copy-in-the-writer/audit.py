"""The audit trail: who did what. Rows are written behind the request."""

import asyncio
import logging
from contextvars import copy_context
from datetime import UTC, datetime

from identity import current_user

log = logging.getLogger("audit")


class Audit:
    """Queues entries, and writes them in the order in which they came."""

    def __init__(self, table):
        self._table = table
        self._entries = asyncio.Queue()
        self._writer = None

    def record(self, action, document):
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all(), name="audit")
        self._entries.put_nowait((datetime.now(UTC), action, document))

    async def _write_all(self):
        log.info("writer started")
        while True:
            entry = await self._entries.get()
            # What the writer took over at its start is old by now.
            writing = self._write(*entry)
            await asyncio.create_task(writing, context=copy_context())
            self._entries.task_done()

    async def _write(self, when, action, document):
        await self._table.insert(when, current_user.get(), action, document)

    async def flush(self):
        """Returns when all that was recorded is written."""
        await self._entries.join()
