"""Client of the archive's store. Each question has a connection of its own."""

import asyncio
import json


class Store:
    """Hands out jobs, copies pieces, and knows who holds which job."""

    def __init__(self, host, port):
        self._address = host, port

    async def ask(self, operation, **fields):
        reader, writer = await asyncio.open_connection(*self._address)
        try:
            writer.write(json.dumps({"operation": operation, **fields}).encode() + b"\n")
            return json.loads(await reader.readline())
        finally:
            writer.close()
