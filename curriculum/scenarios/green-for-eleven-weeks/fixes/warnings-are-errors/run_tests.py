"""Runs all tests, and lists the slowest: python run_tests.py"""

import sys
import unittest
import warnings

import testing


def main():
    # What is warned of is a fault of ours until we know better.
    warnings.simplefilter("error")
    suite = unittest.defaultTestLoader.loadTestsFromName("test_transfers")
    runner = unittest.TextTestRunner(
        verbosity=2, stream=sys.stdout, warnings="error",
    )
    result = runner.run(suite)
    print("\nslowest tests")
    slowest = sorted(testing.TOOK.items(), key=lambda item: -item[1])
    for name, seconds in slowest[:5]:
        print(f"{seconds * 1000:9.3f} ms  {name.rpartition('.')[2]}")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
