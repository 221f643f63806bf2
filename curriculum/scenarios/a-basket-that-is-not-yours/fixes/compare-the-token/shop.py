"""The pages of the shop, as far as they know who is looking at them."""

import asyncio
import json
import logging

import settings
from wire import Pool

log = logging.getLogger("shop")


class Shop:
    def __init__(self, connect):
        self._pool = Pool(connect, settings.CONNECTIONS)

    async def page(self, request, token):
        """Whose name the page shows, if anybody's, and how many things."""
        session = await self._session(request, token)
        if session is None:
            return {"user": None, "items": 0}
        log.info("%s token %s: %s, %d items", request, token,
                 session["user"], session["items"])
        return session

    async def _session(self, request, token):
        try:
            async with asyncio.timeout(settings.PATIENCE):
                async with self._pool.lease(request) as connection:
                    stored = await connection.call("GET", f"s:{token}")
        except TimeoutError:
            log.warning("%s token %s: no session in time", request, token)
            return None
        if stored is None:
            return None
        session = json.loads(stored)
        if session["token"] != token:
            log.error("%s token %s: not this session", request, token)
            return None
        return session
