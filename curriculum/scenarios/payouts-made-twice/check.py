"""Has each run one holder, and a new one when the holder dies? `python check.py <program-dir>`.

Two hosts on one table, with clocks of their own that run at one speed: north has been up for 35 days, south for an hour, and their
wall clocks are 45 seconds apart. No clock of this machine is read.
"""
import json
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else "program").resolve()
DAY = 86400.0
START = 1_790_000_000.0
UP_FOR = {"north": 35 * DAY, "south": 3600.0}
WALL_IS_OFF = {"north": 0.0, "south": 45.0}
REAL = time.monotonic, time.time, time.sleep


class World:
    """The true time, and the clocks of the hosts."""

    def __init__(self):
        self.t = 0.0

    def sleep(self, seconds):
        self.t += seconds

    @contextmanager
    def on(self, host):
        """What runs here, runs on that host."""
        time.monotonic = lambda: UP_FOR[host] + self.t
        time.time = lambda: START + WALL_IS_OFF[host] + self.t
        time.sleep = self.sleep
        try:
            yield
        finally:
            time.monotonic, time.time, time.sleep = REAL


def main():
    sys.path.insert(0, str(PROGRAM))
    from payouts import lease, table

    faults, forced = {"wrong-value": [], "lost-work": []}, []
    for holder, other in (("south", "north"), ("north", "south")):
        for dies_after in (None, 20):
            with tempfile.TemporaryDirectory() as folder:
                renewed, asked, taken_after = watch(lease, table, folder, holder, other, dies_after)
            forced += [renewed >= 3 or taken_after is not None, asked >= 1]
            if taken_after is not None and (dies_after is None or taken_after <= dies_after):
                faults["wrong-value"].append(f"{other} took the run of {holder} after {taken_after:.0f} s, while it was held and renewed")
            elif taken_after is None and dies_after is not None:
                faults["lost-work"].append(f"{holder} died, and {other} has not taken its run in 300 s")
    clocks = World()
    with clocks.on("north"):
        north = time.monotonic(), time.time()
    with clocks.on("south"):
        forced += [abs(north[0] - time.monotonic()) > DAY, abs(north[1] - time.time()) > 30]

    if not all(forced):
        return report("broken", None, forced, "the hosts did not meet", 2)
    for symptom, found in faults.items():
        if found:
            return report("broken", symptom, forced, found[0], 1)
    return report("healthy", None, forced, "one holder at a time, and another within 300 s after its death, both ways", 0)


def watch(lease, table, folder, holder, other, dies_after):
    """The holder renews every 5 s, the other one asks every 2 s. How often each, and when the other one had the run."""
    world = World()
    shared = table.Table(folder)
    shared.now = lambda: START + world.t
    held, asking = lease.Leases(shared, holder), lease.Leases(shared, other)
    with world.on(holder):
        assert held.take("run")
    renewed = asked = 0
    next_renewal, next_question = 5.0, 2.0
    while world.t < 320:
        world.t = min(next_renewal, next_question)
        if world.t == next_renewal:
            next_renewal += 5
            if dies_after is None or world.t <= dies_after:
                with world.on(holder):
                    renewed += held.renew("run")
        if world.t == next_question:
            next_question += 2
            asked += 1
            asked_at = world.t
            with world.on(other):
                if asking.take("run"):
                    return renewed, asked, asked_at
    return renewed, asked, None


def report(verdict, symptom, forced, saw, code):
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    return code


if __name__ == "__main__":
    sys.exit(main())
