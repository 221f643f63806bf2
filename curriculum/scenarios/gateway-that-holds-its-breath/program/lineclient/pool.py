"""A pool of connections. Each is retired after a while, so that load follows servers that come and go."""

import asyncio
import random


class Connection:
    """One connection and how often it may still be used."""

    def __init__(self, reader, writer, uses):
        self._reader = reader
        self._writer = writer
        self.uses_left = uses

    async def exchange(self, line):
        self.uses_left -= 1
        self._writer.write(line)
        answer = await self._reader.readline()
        if not answer:
            raise ConnectionResetError("closed by the other side")
        return answer

    def close(self):
        self._writer.close()


class Pool:
    """At most `size` connections. `connect` opens one; `on_retire` is told of each that has served its time."""

    def __init__(self, connect, *, size, max_uses, on_retire=None):
        self._connect = connect
        self._slots = asyncio.Semaphore(size)
        self._max_uses = max_uses
        self._on_retire = on_retire
        self._idle = []

    async def request(self, line):
        async with self._slots:
            connection = self._idle.pop() if self._idle else await self._open()
            try:
                answer = await connection.exchange(line)
            except BaseException:
                connection.close()
                raise
            self._put_back(connection)
            return answer

    async def _open(self):
        reader, writer = await self._connect()
        # Not all of them at once: they were opened together.
        return Connection(reader, writer, random.randint(self._max_uses // 2, self._max_uses))

    def _put_back(self, connection):
        if connection.uses_left > 0:
            self._idle.append(connection)
            return
        connection.close()
        if self._on_retire is not None:
            asyncio.get_running_loop().call_soon(self._on_retire)
