"""Client of the audit store."""

import asyncio
import json


class Store:
    """Opens a connection for each writer."""

    def __init__(self, host, port):
        self._address = host, port

    async def connect(self):
        return StoreConnection(*await asyncio.open_connection(*self._address))


class StoreConnection:
    """Writes one event at a time; the store confirms each."""

    def __init__(self, reader, writer):
        self._reader = reader
        self._writer = writer

    async def write(self, event):
        self._writer.write(json.dumps(event).encode() + b"\n")
        await self._writer.drain()
        if not await self._reader.readline():
            raise ConnectionResetError("the store has closed the connection")
