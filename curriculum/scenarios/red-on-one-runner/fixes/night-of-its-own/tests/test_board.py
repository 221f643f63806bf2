"""Tests of the board."""
import unittest
from datetime import timedelta

from rota.board import Board, Shift, worked

DEPOT = "Europe/London"


def clocked(start, end):
    """A shift on a board of its own, so that no other test has a part in it."""
    board = Board()
    board.clock_in("crew-7", start, DEPOT)
    return board.clock_out("crew-7", end, DEPOT)


class BoardTest(unittest.TestCase):
    def test_day_shift(self):
        shift = Shift.from_row(("crew-1", "2026-06-01T06:00", "2026-06-01T14:30", DEPOT))
        self.assertEqual(worked(shift), timedelta(hours=8, minutes=30))

    def test_night_shift(self):
        shift = clocked("2026-03-28T22:00", "2026-03-29T06:00")
        self.assertEqual(worked(shift), timedelta(hours=8))

    def test_nobody_clocks_in_twice(self):
        board = Board()
        board.clock_in("crew-2", "2026-06-01T06:00", DEPOT)
        with self.assertRaises(ValueError):
            board.clock_in("crew-2", "2026-06-01T06:01", DEPOT)

    def test_who_never_came_cannot_leave(self):
        with self.assertRaises(KeyError):
            Board().clock_out("crew-3", "2026-06-01T14:30", DEPOT)

    def test_a_crew_may_end_at_another_depot(self):
        board = Board()
        board.clock_in("crew-4", "2026-06-01T06:00", DEPOT)
        shift = board.clock_out("crew-4", "2026-06-01T15:00", "Europe/Paris")
        self.assertEqual(worked(shift), timedelta(hours=8))
