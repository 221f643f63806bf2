"""Small caches, with figures for the dashboard."""

import functools

_caches = {}


def remembered(entries):
    """Remembers the latest answers of a function, so many at most."""

    def decorate(function):
        cached = functools.lru_cache(maxsize=entries)(function)
        _caches[function.__qualname__] = cached
        return cached

    return decorate


def figures():
    return {name: cached.cache_info() for name, cached in _caches.items()}
