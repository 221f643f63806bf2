"""What a crossing costs. Every rule in `tariffs.rules` has its say."""

import importlib
import pkgutil

from . import rules


def load():
    """The rules by name, in that order."""
    names = [found.name for found in pkgutil.iter_modules(rules.__path__)]
    return {name: importlib.import_module(f"{rules.__name__}.{name}")
            for name in sorted(names)}


def price(metres, passengers):
    """In pence, for a vehicle of that length with so many passengers."""
    pence = metres * 900 + passengers * 1200
    for rule in load().values():
        pence = rule.apply(pence, metres, passengers)
    return pence
