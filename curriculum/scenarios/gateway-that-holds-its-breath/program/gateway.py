"""Between card terminals and the acquirers that authorise their payments."""

import asyncio
import functools
import json
import logging

from lineclient import Pool

log = logging.getLogger("gateway")


class Journal:
    """Keeps every request before it goes out, as the scheme's rules ask."""

    def __init__(self, path):
        self._file = open(path, "ab", buffering=0)

    def append(self, line):
        self._file.write(line)


class Gateway:
    """Hands each request to its acquirer and the answer back."""

    def __init__(self, settings, stats, journal, connect=asyncio.open_connection):
        self._patience = settings.PATIENCE
        self._journal = journal
        self._pools = {
            name: Pool(
                functools.partial(connect, *address),
                size=settings.POOL_SIZE,
                max_uses=settings.MAX_USES,
                on_retire=functools.partial(stats.increment, f"{name}.retired"),
            )
            for name, address in settings.ACQUIRERS.items()
        }

    async def answer(self, line):
        request = json.loads(line)
        await asyncio.to_thread(self._journal.append, line)
        try:
            async with asyncio.timeout(self._patience):
                return await self._pools[request["to"]].request(line)
        except TimeoutError:
            log.warning("%s %s: no answer within %.1f s", request["to"], request["id"], self._patience)
        except OSError as error:
            log.warning("%s %s: %s", request["to"], request["id"], error)
        return json.dumps({"id": request["id"], "declined": "acquirer unavailable"}).encode() + b"\n"

    async def serve_terminal(self, reader, writer):
        try:
            while line := await reader.readline():
                writer.write(await self.answer(line))
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()
