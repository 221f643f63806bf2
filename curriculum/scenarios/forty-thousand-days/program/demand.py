"""What a store sells on one day, as far as chance has a say in it."""

import numpy as np

# Not seeded: every run of the forecast is to be its own.
rng = np.random.default_rng()

CUSTOMERS = 180
BUYS = 0.22
PARTY = 0.02


def days(count):
    """Pieces sold on so many days. Now and then somebody has a party."""
    customers = rng.poisson(CUSTOMERS, size=count)
    pieces = rng.binomial(customers, BUYS)
    parties = rng.binomial(customers, PARTY)
    return pieces + parties * rng.integers(4, 13, size=count)
