"""The board of a depot: who is at work, and the shifts that have ended."""
from dataclasses import dataclass
from datetime import datetime

from rota.zones import zone


@dataclass(frozen=True)
class Shift:
    """From clocking in to clocking out, each in the zone of the depot where it happened."""

    crew: str
    start: datetime
    end: datetime

    @classmethod
    def from_row(cls, row):
        """A shift of a depot that sends finished shifts: crew, start, end, zone."""
        crew, start, end, name = row
        depot = zone(name)
        return cls(crew, _read(start, depot), _read(end, depot))


class Board:
    """Who is at work now. Events come from the terminals at the gates."""

    def __init__(self):
        self._at_work = {}

    def clock_in(self, crew, text, name):
        if crew in self._at_work:
            raise ValueError(f"{crew} is at work already")
        self._at_work[crew] = _read(text, zone(name))

    def clock_out(self, crew, text, name):
        return Shift(crew, self._at_work.pop(crew), _read(text, zone(name)))


def worked(shift):
    """The time for which a shift is paid, in the zone of its start."""
    end = shift.end.astimezone(shift.start.tzinfo)
    return end - shift.start


def _read(text, depot):
    return datetime.fromisoformat(text).replace(tzinfo=depot)
