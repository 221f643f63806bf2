"""Copies the pieces of one job after the other into the archive."""

import asyncio
import logging

from leases import Lease

log = logging.getLogger("worker")


class Worker:
    """Takes jobs for ever. A job that fails is logged and left to others."""

    def __init__(self, store, name):
        self._store = store
        self._name = name

    async def run(self):
        try:
            while True:
                job = await self._store.ask("take", owner=self._name)
                log.info("%s takes job %s", self._name, job["id"])
                try:
                    async with Lease(self._store, job["id"], self._name):
                        await self._copy(job)
                except Exception:
                    log.exception("%s: job %s failed", self._name, job["id"])
        finally:
            log.info("%s ends", self._name)

    async def _copy(self, job):
        for piece in job["pieces"]:
            await self._store.ask("copy", job=job["id"], piece=piece)
        # All pieces are there: from here on the job must not be done twice.
        await asyncio.shield(self._store.ask("done", job=job["id"]))
