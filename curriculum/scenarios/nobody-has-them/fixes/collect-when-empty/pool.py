"""Connections to the ledger that are used again and again. Logging on takes a second, booking some milliseconds."""

import gc
import logging

log = logging.getLogger("pool")


class PoolEmpty(RuntimeError):
    """All connections are leased."""


class Connection:
    """One session with the ledger. Leased from a pool, and to be released after use."""

    def __init__(self, pool, number, session):
        self._pool = pool
        self.number = number
        self.session = session
        self.is_leased = False

    def book(self, account, amount):
        self._pool.ledger.book(self.session, account, amount)

    def release(self):
        self._pool.take_back(self)

    def __del__(self):
        """The safety net: a connection that was forgotten goes back to the pool."""
        if self.is_leased:
            log.warning("connection %d was not released, taking it back", self.number)
            self._pool.take_back(self)


class Pool:
    """So many connections at most, made when they are needed."""

    def __init__(self, ledger, size=8):
        self.ledger = ledger
        self._size = size
        self._made = 0
        self._idle = []

    def lease(self):
        if not self._idle and self._made == self._size:
            gc.collect()
        if self._idle:
            connection = self._idle.pop()
        elif self._made < self._size:
            self._made += 1
            connection = Connection(self, self._made, self.ledger.logon(f"booking {self._made}"))
        else:
            raise PoolEmpty(f"all {self._size} connections are leased")
        connection.is_leased = True
        return connection

    def take_back(self, connection):
        connection.is_leased = False
        self._idle.append(connection)

    def status(self):
        return f"{self._made} made, {len(self._idle)} idle, {self._made - len(self._idle)} leased"
