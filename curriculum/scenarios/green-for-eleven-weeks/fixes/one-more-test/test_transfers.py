"""Tests of transfers: python run_tests.py"""

from testing import Bank, BankCase
from transfers import next_key, transfer


class TransferTest(BankCase):
    async def test_a_supplier_is_paid(self):
        receipt = await transfer(self.bank, "mill", 250)
        self.assertEqual(receipt["paid"], 250)
        self.assertEqual(self.bank.paid_to("mill"), 250)

    async def test_a_lost_answer_does_not_pay_twice(self):
        bank = Bank(lost_answers=1)
        await transfer(bank, "mill", 250)
        self.assertEqual(bank.paid_to("mill"), 250)

    async def test_the_second_try_has_the_first_key(self):
        bank = Bank(lost_answers=1)
        receipt = await transfer(bank, "mill", 250)
        self.assertEqual(list(bank.carried_out), [receipt["key"]])

    async def test_two_lost_answers_are_an_error(self):
        with self.assertRaises(TimeoutError):
            await transfer(Bank(lost_answers=2), "mill", 250)

    async def test_nothing_is_no_amount(self):
        with self.assertRaises(ValueError):
            await transfer(self.bank, "mill", 0)

    def test_keys_are_not_used_again(self):
        self.assertNotEqual(next_key(), next_key())
