"""Is a shift paid for the time between its two moments? `python check.py <program-dir>`.

The bad moment: two nights on which the clocks change, with both ends in one zone object, and with ends in two of them because the
zones were refreshed in between. Then the program's own tests, in alphabetical order and with the refresh first.
"""
import io
import json
import logging
import struct
import sys
import tempfile
import unittest
import zoneinfo
from datetime import datetime, timedelta, timezone
from pathlib import Path

PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else "program").resolve()
DEPOT = "Europe/London"
RULES = {"Europe/London": (0, "GMT0BST,M3.5.0/1,M10.5.0"), "Europe/Paris": (3600, "CET-1CEST,M3.5.0,M10.5.0/3")}
# start, end, hours between the two moments
NIGHTS = [("2026-03-28T22:00", "2026-03-29T06:00", 7), ("2026-10-24T22:00", "2026-10-25T06:00", 9),
          ("2026-06-01T22:00", "2026-06-02T06:00", 8)]


def provide_rules(folder):
    """Write the two zones where the machine has no rules at all: one standard time, and the rule for all years."""
    try:
        zoneinfo.ZoneInfo(DEPOT)
        return
    except zoneinfo.ZoneInfoNotFoundError:
        pass
    for name, (offset, rule) in RULES.items():
        block = b"TZif2" + bytes(15) + struct.pack(">6ll2B", 0, 0, 0, 0, 1, 4, offset, 0, 0) + b"STD\0"
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(block * 2 + f"\n{rule}\n".encode())
    zoneinfo.reset_tzpath(to=[str(folder)])


def suite_result(first):
    """The program's tests in a fresh import, those whose name holds `first` before all others."""
    for name in [name for name in sys.modules if name.split(".")[0] in ("rota", "tests")]:
        del sys.modules[name]
    tests, waiting = [], [unittest.defaultTestLoader.loadTestsFromNames(["tests.test_board", "tests.test_zones"])]
    for entry in waiting:
        if isinstance(entry, unittest.TestSuite):
            waiting.extend(entry)
        else:
            tests.append(entry)
    tests.sort(key=lambda test: (first not in test.id(), test.id()))
    return unittest.TextTestRunner(stream=io.StringIO()).run(unittest.TestSuite(tests))


def main():
    with tempfile.TemporaryDirectory() as folder:
        provide_rules(Path(folder))
        return check()


def check():
    sys.path.insert(0, str(PROGRAM))
    logging.disable(logging.INFO)
    from rota import zones
    from rota.board import Board, Shift, worked

    forced, wrong = [], []
    for start, end, hours in NIGHTS:
        right = timedelta(hours=hours)
        before = zoneinfo.ZoneInfo(DEPOT)
        first = datetime.fromisoformat(start).replace(tzinfo=before)
        in_one = datetime.fromisoformat(end).replace(tzinfo=before)
        zoneinfo.ZoneInfo.clear_cache()
        in_another = in_one.replace(tzinfo=zoneinfo.ZoneInfo(DEPOT))
        moments = in_one.astimezone(timezone.utc) - first.astimezone(timezone.utc)
        forced.append(moments == right and in_one == in_another and in_one.tzinfo is not in_another.tzinfo)

        board = Board()
        board.clock_in("a", start, DEPOT)
        board.clock_in("b", start, DEPOT)
        shifts = {"at the gates": board.clock_out("a", end, DEPOT), "as a row": Shift.from_row(("c", start, end, DEPOT))}
        zones.refresh()
        shifts["with a refresh in between"] = board.clock_out("b", end, DEPOT)
        shifts["with one zone object"] = Shift("d", first, in_one)
        shifts["with two zone objects"] = Shift("e", first, in_another)
        wrong += [f"{start} to {end} {how} is paid {worked(shift)}, it lasts {right}"
                  for how, shift in shifts.items() if worked(shift) != right]

    logging.disable(logging.NOTSET)
    for order in ("", "refresh"):
        result = suite_result(order)
        failed = [test.id().split(".")[-1] for test, _ in result.failures + result.errors]
        forced.append(result.testsRun >= 7)
        if failed:
            wrong.append(f"{', '.join(failed)} red with {order or 'nothing'} first")

    if not all(forced):
        return report("broken", None, forced, "the nights could not be made", 2)
    if wrong:
        return report("broken", "wrong-value", forced, wrong[0] + (f" (and {len(wrong) - 1} more)" if wrong[1:] else ""), 1)
    return report("healthy", None, forced, "three nights paid as long as they last, tests green in both orders", 0)


def report(verdict, symptom, forced, saw, code):
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    return code


if __name__ == "__main__":
    sys.exit(main())
