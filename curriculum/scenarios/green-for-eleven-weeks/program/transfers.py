"""Transfers to suppliers, with one retry when the bank does not answer."""

import itertools

_numbers = itertools.count(1)


def next_key():
    """Names one transfer. The bank carries out each key once."""
    return f"t-{next(_numbers):05}"


async def transfer(bank, supplier, amount):
    """Pays a supplier, and returns the bank's receipt."""
    key = next_key()
    try:
        return await bank.pay(key, supplier, amount)
    except TimeoutError:
        return await bank.pay(key, supplier, amount)
