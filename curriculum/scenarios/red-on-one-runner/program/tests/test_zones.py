"""Tests of the zones."""
import unittest
from datetime import datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

from rota import zones


class ZonesTest(unittest.TestCase):
    def test_offset_in_summer(self):
        noon = datetime(2026, 7, 1, 12, tzinfo=zones.zone("Europe/London"))
        self.assertEqual(noon.utcoffset(), timedelta(hours=1))

    def test_refresh_finds_the_rules_again(self):
        with self.assertLogs("rota.zones"):
            zones.refresh()
        self.assertEqual(zones.zone("Europe/London").key, "Europe/London")

    def test_unknown_zone(self):
        with self.assertRaises(ZoneInfoNotFoundError):
            zones.zone("Europe/Nowhere")
