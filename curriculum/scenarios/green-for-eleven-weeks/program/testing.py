"""What our tests have in common: a bank, and a list of the slowest tests."""

import functools
import time
import unittest

TOOK = {}


def timed(method):
    """The test, with its time noted."""

    @functools.wraps(method)
    def test(self):
        begin = time.perf_counter()
        try:
            return method(self)
        finally:
            TOOK[self.id()] = time.perf_counter() - begin

    return test


class Timed:
    """Times every test of its subclasses."""

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        for name, member in list(vars(cls).items()):
            if name.startswith("test") and callable(member):
                setattr(cls, name, timed(member))


class Bank:
    """Carries out each key once. May lose an answer on the way back."""

    def __init__(self, lost_answers=0):
        self.carried_out = {}
        self._lost = lost_answers

    async def pay(self, key, supplier, amount):
        if amount <= 0:
            raise ValueError(f"{amount} is no amount")
        self.carried_out.setdefault(key, (supplier, amount))
        if self._lost:
            self._lost -= 1
            raise TimeoutError("no answer")
        return {"key": key, "paid": amount}

    def paid_to(self, supplier):
        return sum(amount for other, amount in self.carried_out.values()
                   if other == supplier)


class BankCase(Timed, unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.bank = Bank()
