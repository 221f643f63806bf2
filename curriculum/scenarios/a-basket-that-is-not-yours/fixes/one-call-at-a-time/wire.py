"""A small client for Redis: what the shop needs, over kept connections."""

import asyncio
import contextlib
import logging

log = logging.getLogger("wire")


class ReplyError(Exception):
    """Redis has answered with an error."""


class Connection:
    def __init__(self, number, reader, writer):
        self.number = number
        self.closed = False
        self._reader = reader
        self._writer = writer
        self._turn = asyncio.Lock()

    async def call(self, *words):
        """Sends one command and returns the reply to it."""
        async with self._turn:
            return await self._exchange(words)

    async def _exchange(self, words):
        self._writer.write(pack(words))
        return await self._read()

    async def _read(self):
        line = await self._reader.readline()
        kind, rest = line[:1], line[1:].rstrip()
        if kind == b"+":
            return rest.decode()
        if kind == b":":
            return int(rest)
        if kind == b"-":
            raise ReplyError(rest.decode())
        if kind == b"$":
            if rest == b"-1":
                return None
            data = await self._reader.readexactly(int(rest) + 2)
            return data[:-2].decode()
        raise ConnectionError(f"not a reply: {line!r}")

    def close(self):
        self.closed = True
        self._writer.close()


def pack(words):
    parts = [b"*%d\r\n" % len(words)]
    for word in words:
        data = str(word).encode()
        parts.append(b"$%d\r\n%b\r\n" % (len(data), data))
    return b"".join(parts)


class Pool:
    """So many connections at most, opened when needed, the last used first."""

    def __init__(self, connect, size):
        self._connect = connect
        self._places = asyncio.Semaphore(size)
        self._idle = []
        self._opened = 0

    @contextlib.asynccontextmanager
    async def lease(self, who):
        async with self._places:
            connection = self._idle.pop() if self._idle else await self._open()
            log.debug("connection %d leased to %s", connection.number, who)
            try:
                yield connection
            except ConnectionError:
                connection.close()
                raise
            finally:
                log.debug("connection %d back from %s", connection.number, who)
                if not connection.closed:
                    self._idle.append(connection)

    async def _open(self):
        self._opened += 1
        return Connection(self._opened, *await self._connect())
