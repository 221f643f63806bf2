"""Simulates days in parallel: one batch for each task of a pool."""

import multiprocessing
from dataclasses import dataclass

import numpy as np

import demand


@dataclass(frozen=True)
class Task:
    rng: np.random.Generator
    days: int


def batch(task):
    demand.rng = task.rng
    return demand.days(task.days)


def run(workers=8, tasks=8, days=5000):
    """Pieces sold on tasks * days simulated days."""
    # Each task brings what it draws from.
    todo = [Task(demand.rng, days) for _ in range(tasks)]
    # Forked, so that no worker has to import anything.
    context = multiprocessing.get_context("fork")
    with context.Pool(workers) as pool:
        return np.concatenate(pool.map(batch, todo, chunksize=1))
