"""Runs the tests: `python run_tests.py [--seed N] [name ...]`.

A seed shuffles them. Tests that are named are run in the order given.
"""
import argparse
import random
import sys
import unittest


def flatten(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test


def collect(names, seed):
    loader = unittest.defaultTestLoader
    found = loader.loadTestsFromNames(names) if names else loader.discover("tests", top_level_dir=".")
    tests = list(flatten(found))
    if seed is not None:
        random.Random(seed).shuffle(tests)
    return tests


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    tests = collect(options.names, options.seed)
    result = unittest.TextTestRunner(verbosity=2).run(unittest.TestSuite(tests))
    return not result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(main())
