"""A job belongs to the worker that holds its lease. A lease that is not renewed runs out after a minute."""

import asyncio
import logging

RENEW_EVERY = 20

log = logging.getLogger("leases")


class Lease:
    """Renews the lease of a job in the background, and gives it back at the end of the block."""

    def __init__(self, store, job, owner):
        self._store = store
        self._job = job
        self._owner = owner

    async def __aenter__(self):
        self._keeper = asyncio.create_task(self._keep(), name=f"keeper of job {self._job}")
        return self

    async def __aexit__(self, *error):
        log.info("%s gives job %s back", self._owner, self._job)
        self._keeper.cancel()
        await asyncio.wait([self._keeper])
        log.info("%s has done with the lease of job %s", self._owner, self._job)

    async def _keep(self):
        try:
            while True:
                await asyncio.sleep(RENEW_EVERY)
                await self._store.ask("renew", job=self._job, owner=self._owner)
        finally:
            await self._store.ask("release", job=self._job, owner=self._owner)
