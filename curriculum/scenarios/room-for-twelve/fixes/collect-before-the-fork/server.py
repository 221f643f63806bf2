"""Loads the catalogue once, and forks the workers that share it."""

import gc
import os

from worker import Worker


def start(catalogue, serve, workers=12):
    """Fork the workers; each calls `serve` and ends. Returns their ids."""
    gc.disable()
    # What is garbage now is not handed on to them.
    gc.collect()
    started = []
    for place in range(workers):
        pid = os.fork()
        if pid == 0:
            serve(Worker(catalogue), place)
            os._exit(0)
        started.append(pid)
    return started
