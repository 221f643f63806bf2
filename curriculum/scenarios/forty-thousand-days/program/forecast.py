"""How many pieces a store needs: python forecast.py"""

import numpy as np

import simulate

LEVEL = 0.99


def stock(sold):
    """The pieces that last on 99 of 100 days, and the error of that."""
    need = np.quantile(sold, LEVEL)
    resampled = np.random.default_rng(0).choice(sold, (200, len(sold)))
    error = np.quantile(resampled, LEVEL, axis=1).std()
    return need, error


if __name__ == "__main__":
    sold = simulate.run()
    need, error = stock(sold)
    print(f"{len(sold)} days, mean {sold.mean():.2f}:"
          f" {need:.1f} pieces, plus or minus {error:.2f}")
