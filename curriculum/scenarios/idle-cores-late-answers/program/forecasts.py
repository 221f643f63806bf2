"""How long a parcel waits in a depot: forecasts, fitted anew in the background from the waits of the last weeks."""

import logging
import threading
import time

import settings

log = logging.getLogger("forecasts")

FACTORS = [(level / 10, trend / 10) for level in range(1, 6) for trend in range(1, 6)]


def smooth(waits, alpha, beta):
    """Holt's double exponential smoothing: the next value, and the mean error on the way."""
    level, trend, error = waits[0], 0.0, 0.0
    for wait in waits[1:]:
        expected = level + trend
        error += abs(wait - expected)
        before = level
        level = alpha * wait + (1 - alpha) * expected
        trend = beta * (level - before) + (1 - beta) * trend
    return level + trend, error / len(waits)


def fit(waits):
    """The forecast of the factors that would have erred least."""
    expected, error = min((smooth(waits, alpha, beta) for alpha, beta in FACTORS), key=lambda pair: pair[1])
    return {"minutes": round(expected, 1), "error": round(error, 1)}


def fit_all(waits_by_depot):
    return {depot: fit(waits) for depot, waits in waits_by_depot.items()}


class Forecasts:
    """The latest forecasts. Readers see the old table or the new one."""

    def __init__(self, load):
        self._load = load
        self._latest = {}
        self.fitting = threading.Event()

    def of(self, depot):
        return self._latest.get(depot)

    def refresh(self):
        waits_by_depot = self._load()
        log.info("fitting %d depots", len(waits_by_depot))
        began = time.monotonic()
        self.fitting.set()
        try:
            self._latest = fit_all(waits_by_depot)
        finally:
            self.fitting.clear()
        log.info("%d forecasts fitted in %.1f s", len(self._latest), time.monotonic() - began)

    def _keep_fresh(self):
        while True:
            time.sleep(settings.FORECAST_PAUSE)
            self.refresh()

    def start(self):
        threading.Thread(target=self._keep_fresh, name="forecasts", daemon=True).start()
