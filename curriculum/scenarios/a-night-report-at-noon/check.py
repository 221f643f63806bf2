"""Builds a report in which most events have no account, and counts what each worker has to do.

No processes and no clock: jobs are run one after the other, each is charged one step for every event that it adds, and goes
to the worker that would be free first, as in a pool. What the parent merges comes on top. The report is compared with one
that was made in a single pass.
"""

import collections
import heapq
import json
import logging
import os
import random
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
logging.disable(logging.CRITICAL)

EVENTS = 20_000
GUESTS = (None, "", "-", " ", "--", " - ")
AGENTS = ("Mozilla/5.0 (iPhone)", "Mozilla/5.0 (Linux; Android 14; Tablet)", "Mozilla/5.0 (X11)", "searchbot/2.1")


def make_events():
    dice = random.Random(12)
    rows = []
    for _ in range(EVENTS):
        guest = dice.random() < 0.78
        account = dice.choice(GUESTS) if guest else f"Customer-{dice.randrange(40):04}"
        visitor = f"v{dice.randrange(9000)}"
        rows.append({"account": account, "cents": dice.randrange(100, 90_000), "visitor": visitor, "agent": dice.choice(AGENTS)})
    return rows


def main():
    import events
    import report
    import summary

    # Steps are counted, so they may be cheap.
    summary.ROUNDS = 1
    steps = [0]
    add, merge = summary.Summary.add, summary.Summary.merge

    def counted_add(self, event):
        steps[0] += 1
        add(self, event)

    def counted_merge(self, other):
        # Charged like an event, also where the parent does it while the workers have nothing left to do.
        steps[0] += 1
        merge(self, other)

    summary.Summary.add, summary.Summary.merge = counted_add, counted_merge

    def run(function, jobs, workers):
        """Yields the results like a pool; adds the time at which the last worker is done to `makespan`."""
        free = [0] * workers
        for job in jobs:
            before, steps[0] = steps[0], 0
            result = function(job)
            heapq.heapreplace(free, free[0] + steps[0])
            steps[0] = before
            yield result
        makespan.append(max(free))

    rows = make_events()
    share = collections.Counter(map(events.account_of, rows)).most_common(1)[0][1] / EVENTS
    single = {}
    for row in rows:
        single.setdefault(events.account_of(row), summary.Summary()).add(row)
    wanted = {account: one.row() for account, one in single.items()}

    lines, is_right, is_fair = [], True, True
    for workers in (4, 8, 16):
        makespan, steps[0] = [], 0
        built = dict(report.build([dict(row) for row in rows], workers, run))
        is_right = is_right and built == wanted
        total = sum(makespan) + steps[0]
        is_fair = is_fair and total <= 2 * EVENTS / workers
        lines.append(f"{total} of {EVENTS} steps with {workers} workers")
    symptom = "wrong-value" if not is_right else "slow" if not is_fair else None
    forced = [share > 0.75, bool(makespan)]
    saw = "the slowest worker does " + ", ".join(lines) + ("" if is_right else "; the report is wrong")
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": saw}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
