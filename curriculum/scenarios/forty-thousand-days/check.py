"""Are the batches of a simulation batches of their own? `python check.py <program-dir>`.

Four workers, and four tasks that wait for each other, so that each worker gets one. Needs NumPy and fork.
"""

import json
import multiprocessing
import os
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
sys.dont_write_bytecode = True

import numpy as np

WORKERS = 4
DAYS = 400


def main():
    import simulate

    together = multiprocessing.get_context("fork").Barrier(WORKERS)
    original = simulate.batch

    def batch(*arguments):
        together.wait(15)
        return original(*arguments)

    # Found under the old name by whoever unpickles it in a forked worker.
    batch.__module__, batch.__qualname__, batch.__name__ = "simulate", "batch", "batch"
    simulate.batch = batch
    symptom, rows, failed = None, np.zeros((WORKERS, 0)), ""
    try:
        sold = simulate.run(workers=WORKERS, tasks=WORKERS, days=DAYS)
        rows = np.asarray(sold).reshape(WORKERS, -1)
        again = np.asarray(simulate.run(workers=WORKERS, tasks=WORKERS, days=DAYS)).reshape(WORKERS, -1)
    except Exception as error:
        symptom, failed = "exception", f"{type(error).__name__}: {error}; "
    else:
        different = len(np.unique(np.concatenate([rows, again]), axis=0))
        if different < 2 * WORKERS:
            symptom = "wrong-value"
        failed = f"{2 * WORKERS} batches in two runs, {different} of them different; "
    forced = [bool(failed.startswith(str(2 * WORKERS))) and rows.shape[0] == WORKERS and rows.shape[1] >= DAYS]
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": f"{failed}{rows.size} days"}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
