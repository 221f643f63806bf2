"""Runs all tests, and lists the slowest: python run_tests.py"""

import sys
import unittest
import warnings

import testing


def main():
    # Libraries warn a lot, and nobody reads it.
    warnings.simplefilter("ignore")
    suite = unittest.defaultTestLoader.loadTestsFromName("test_transfers")
    runner = unittest.TextTestRunner(
        verbosity=2, stream=sys.stdout, warnings="ignore",
    )
    result = runner.run(suite)
    print("\nslowest tests")
    slowest = sorted(testing.TOOK.items(), key=lambda item: -item[1])
    for name, seconds in slowest[:5]:
        print(f"{seconds * 1000:9.3f} ms  {name.rpartition('.')[2]}")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
