"""Simulates days in parallel: one batch for each task of a pool."""

import multiprocessing
from dataclasses import dataclass

import numpy as np

import demand


@dataclass(frozen=True)
class Task:
    number: int
    days: int


def batch(task):
    return demand.days(task.days)


def run(workers=8, tasks=8, days=5000):
    """Pieces sold on tasks * days simulated days, times ten."""
    # The error falls with the root of the number of days.
    days *= 10
    todo = [Task(number, days) for number in range(tasks)]
    # Forked, so that no worker has to import anything.
    context = multiprocessing.get_context("fork")
    with context.Pool(workers) as pool:
        return np.concatenate(pool.map(batch, todo, chunksize=1))
