"""Do forked workers go on sharing what the parent has loaded? `python check.py <program-dir>`. Needs Linux with smaps_rollup.

One worker is forked and answers requests for a few parts, many times over. The bad moment is forced: collections are made
between its requests, so many that each thing which depends on one has happened.
"""

import gc
import json
import os
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))

PARTS = 60_000
REQUESTS = 12_000
ASKED_FOR = 50


def memory(name):
    """A figure of /proc/self/smaps_rollup, in kB."""
    with open("/proc/self/smaps_rollup") as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith(name + ":"))


def main():
    import catalogue
    import server

    before = memory("Rss")
    parts = catalogue.load(PARTS)
    size = memory("Rss") - before
    reading, writing = os.pipe()

    def serve(worker, place):
        own = memory("Private_Dirty")
        wrong = 0
        for turn in range(REQUESTS):
            number = turn % ASKED_FOR * 7
            body = worker.answer(number)
            wrong += body != f"part {number}: {(number % 990 + 10) / 100:.2f}, fits M{number % 400}, M{number % 37}"
        left = sum(type(thing).__name__ == "Request" for thing in gc.get_objects())
        report = {"grown": memory("Private_Dirty") - own, "left": left, "wrong": wrong}
        os.write(writing, json.dumps(report).encode())

    sys.stdout.flush()
    for pid in server.start(parts, serve, workers=1):
        os.waitpid(pid, 0)
    os.close(writing)
    told = b""
    while piece := os.read(reading, 4096):
        told += piece
    report = json.loads(told)
    share = report["grown"] / size
    symptom = "wrong-value" if report["wrong"] else "growth" if share > 0.35 or report["left"] > 500 else None
    print(
        json.dumps(
            {
                "verdict": "broken" if symptom else "healthy",
                "symptom": symptom,
                "forced": [size > 4_000],
                "saw": f"after {REQUESTS:,} requests for {ASKED_FOR} parts a worker has {share:.0%} of the catalogue's size for itself,"
                f" and {report['left']:,} requests are alive",
            }
        )
    )
    return 2 if size <= 4_000 else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
