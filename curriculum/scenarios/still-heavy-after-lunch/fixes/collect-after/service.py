"""Answers with reports of parks. The last answers are kept."""

import collections
import concurrent.futures
import gc
import threading

import reports

THREADS = 8
KEPT = 500


class Service:
    def __init__(self):
        self._pool = concurrent.futures.ThreadPoolExecutor(THREADS)
        self._kept = collections.OrderedDict()
        self._lock = threading.Lock()

    def ask(self, parks):
        """The reports of these parks, in order."""
        try:
            return list(self._pool.map(self._answer, parks))
        finally:
            # How large things are does not make the collector come any
            # sooner by itself.
            gc.collect()

    def _answer(self, park):
        with self._lock:
            if park in self._kept:
                self._kept.move_to_end(park)
                return self._kept[park]
        text = reports.report(park)
        with self._lock:
            self._kept[park] = text
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return text
