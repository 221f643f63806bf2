"""Simulates days in parallel: one batch for each task of a pool."""

import multiprocessing
from dataclasses import dataclass

import numpy as np

import demand


@dataclass(frozen=True)
class Task:
    seed: np.random.SeedSequence
    days: int


def batch(task):
    demand.rng = np.random.default_rng(task.seed)
    return demand.days(task.days)


def run(workers=8, tasks=8, days=5000):
    """Pieces sold on tasks * days simulated days."""
    seeds = np.random.SeedSequence().spawn(tasks)
    todo = [Task(seed, days) for seed in seeds]
    # Forked, so that no worker has to import anything.
    context = multiprocessing.get_context("fork")
    with context.Pool(workers) as pool:
        return np.concatenate(pool.map(batch, todo, chunksize=1))
