"""Tests of reading settings: python -m unittest -v test_environment"""

import unittest
from dataclasses import dataclass
from datetime import timedelta

from environment import as_bool, read


@dataclass
class Example:
    name: str = ""
    keep: timedelta = timedelta(days=1)
    most: int | None = None
    loud: bool = True


class EnvironmentTest(unittest.TestCase):
    def test_each_field_gets_its_type(self) -> None:
        found = read(Example, "X_", {"X_NAME": "a", "X_KEEP": "7",
                                     "X_MOST": "10", "X_LOUD": "no"})
        self.assertEqual(found, Example("a", timedelta(days=7), 10, False))

    def test_what_is_not_given_keeps_its_default(self) -> None:
        self.assertEqual(read(Example, "X_", {}), Example())

    def test_no_is_false(self) -> None:
        for text in ("no", "No", "false", "0", "off"):
            self.assertIs(as_bool(text), False)

    def test_another_word_is_an_error(self) -> None:
        with self.assertRaises(ValueError):
            as_bool("perhaps")


if __name__ == "__main__":
    unittest.main()
