"""Tests of erasing: python -m unittest -v test_erasure"""

import unittest

import erasure
from stores import Erases, Invoices, MailingList, PageCounts, Store


class ErasureTest(unittest.TestCase):
    def setUp(self) -> None:
        self.mailing = MailingList(["ada", "ben"])
        self.invoices = Invoices([["i-1", "ben"], ["i-2", "ada"]])
        self.pages = PageCounts({"/": 3})

    def test_everything_about_a_person_is_erased(self) -> None:
        stores: list[Store] = [self.mailing, self.invoices, self.pages]
        self.assertEqual(erasure.erase("ben", stores), 2)
        self.assertEqual(self.mailing.people, ["ada"])
        self.assertEqual(self.invoices.rows[0], ["i-1", "(erased)"])

    def test_only_stores_about_people_erase(self) -> None:
        self.assertIsInstance(self.mailing, Erases)
        self.assertIsInstance(self.invoices, Erases)
        self.assertNotIsInstance(self.pages, Erases)


if __name__ == "__main__":
    unittest.main()
