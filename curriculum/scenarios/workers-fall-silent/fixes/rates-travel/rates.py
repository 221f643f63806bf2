"""Exchange rates into euros: kept in memory, refreshed in the background."""

import json
import logging
import threading
import time
import urllib.request

import settings

log = logging.getLogger("rates")

_lock = threading.Lock()
_table = {"EUR": 1.0}


def refresh():
    """Replaces the whole table by what the rates service says now."""
    began = time.monotonic()
    with _lock:
        with urllib.request.urlopen(settings.RATES_URL, timeout=5) as reply:
            latest = json.load(reply)["rates"]
        _table.clear()
        _table.update(latest)
    log.info("%d rates refreshed in %.3f s", len(latest), time.monotonic() - began)


def current():
    """A copy of the whole table. Never one that is half replaced."""
    with _lock:
        return dict(_table)


def _keep_fresh():
    while True:
        time.sleep(settings.RATES_INTERVAL)
        try:
            refresh()
        except OSError as error:
            log.warning("rates not refreshed, old ones stay: %s", error)


def start_refresher():
    """Refreshes the table for as long as the process lives."""
    threading.Thread(target=_keep_fresh, name="rates-refresher", daemon=True).start()
