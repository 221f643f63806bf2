"""The audit trail: who did what. Rows are written behind the request."""

import asyncio
import logging
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
            await self._write(*entry)
            self._entries.task_done()

    async def _write(self, when, action, document):
        await self._table.insert(when, current_user.get(), action, document)

    async def flush(self):
        """Returns when all that was recorded is written."""
        await self._entries.join()
