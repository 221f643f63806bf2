"""The plugin's own tests. The host is not installed where they run, so there is a stand-in for it."""

import sys
import types
import unittest


class Format:
    """Stands in for the host's class."""


host = types.ModuleType("payrun.formats")
host.Format = Format
sys.modules.update({"payrun": types.ModuleType("payrun"), "payrun.formats": host})

from bank_fixed.layouts import FixedWidth  # noqa: E402


class FixedWidthTest(unittest.TestCase):
    def test_columns_have_their_width(self):
        text = FixedWidth().render([{"account": "N-1", "cents": 250, "reference": "may"}])
        self.assertEqual(text, "N-1               000000000250may                 \n")


if __name__ == "__main__":
    unittest.main()
