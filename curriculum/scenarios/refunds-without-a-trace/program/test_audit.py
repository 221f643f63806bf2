"""The audit step enters what happens."""

import unittest

from audit import Audited
from handlers import Handler, Refused, Request


class ListTrail:
    def __init__(self):
        self.entries = []

    def enter(self, **entry):
        self.entries.append(entry)


class Sale(Audited, Handler):
    def perform(self, request):
        if request.cents > 100:
            raise Refused("too much")
        return "sold"


class AuditedTest(unittest.TestCase):
    def setUp(self):
        self.sale = Sale(books=None)
        self.sale.trail = ListTrail()

    def ends(self):
        return [entry["end"] for entry in self.sale.trail.entries]

    def test_what_is_done_is_entered(self):
        self.sale.handle(Request("sale", "anna", frozenset(), "o-1", 100))
        self.assertEqual(self.ends(), ["done"])

    def test_what_is_refused_is_entered(self):
        with self.assertRaises(Refused):
            self.sale.handle(Request("sale", "anna", frozenset(), "o-1", 101))
        self.assertEqual(self.ends(), ["Refused"])


if __name__ == "__main__":
    unittest.main()
