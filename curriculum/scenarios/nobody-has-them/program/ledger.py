"""The ledger's client, as far as we need it. Whoever logs on gets a number, and must log off with it.

This one keeps its accounts in memory. Replays use it; in production the same calls go over the network.
"""

import itertools

MOST_SESSIONS = 50


class TooManySessions(RuntimeError):
    """The ledger lets nobody else log on."""


class Rejected(ValueError):
    """The ledger does not book this."""


class Ledger:
    def __init__(self):
        self._numbers = itertools.count(4101)
        self.sessions = {}
        self.booked = []

    def logon(self, name):
        if len(self.sessions) >= MOST_SESSIONS:
            raise TooManySessions(f"{len(self.sessions)} sessions are logged on")
        number = next(self._numbers)
        self.sessions[number] = name
        return number

    def logoff(self, number):
        del self.sessions[number]

    def book(self, number, account, amount):
        if number not in self.sessions:
            raise RuntimeError(f"session {number} is not logged on")
        if account.startswith("X"):
            raise Rejected(f"account {account} is closed")
        self.booked.append((account, amount))
