"""Erases people who have asked for it."""

import logging
from collections.abc import Iterable

from stores import Erases, Store

log = logging.getLogger("erasure")


def erase(person: str, stores: Iterable[Store]) -> int:
    """How many entries were erased or made nameless, in all stores."""
    erased = 0
    for store in stores:
        if isinstance(store, Erases):
            found = store.erase(person)
            log.info("%s: %d entries in %s", person, found, store.name)
            erased += found
        else:
            log.info("%s: nothing about people in %s", person, store.name)
    log.info("%s: done", person)
    return erased
