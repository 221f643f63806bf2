"""Loads plugins of both generations."""

import importlib
import logging

log = logging.getLogger("payrun")


def load(name, registry):
    """Load one plugin.

    A plugin of API 2 has a function `register(registry)`. In API 1 there was no registry: `register` took no
    arguments, if there was one, and the formats stood in a list FORMATS.
    """
    module = importlib.import_module(name)
    try:
        module.register(registry)
        api = 2
    except (AttributeError, TypeError):
        for cls in getattr(module, "FORMATS", ()):
            registry.add(cls)
        api = 1
    log.info("plugin %s is loaded, API %d", name, api)


def load_all(names, registry):
    """Load all plugins. One that can't be found stops the run: no bank shall be forgotten."""
    for name in names:
        load(name, registry)
