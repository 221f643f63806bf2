"""What our tests have in common: a bank, and a list of the slowest tests."""

import time
import unittest

TOOK = {}


class Timed:
    """Times every test of its subclasses."""

    def run(self, result=None):
        begin = time.perf_counter()
        try:
            return super().run(result)
        finally:
            TOOK[self.id()] = time.perf_counter() - begin


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
