"""Marks every function of our modules with the team that owns it.

The sampler takes a frame's code and reads the last of its constants, which
no instruction uses.
"""

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder, SourceFileLoader
from types import CodeType

TEAMS = {"post": "letters", "printers": "hardware"}


def weave(code, mark):
    """The same code, with the mark behind its other constants."""
    consts = tuple(
        weave(const, mark) if isinstance(const, CodeType) else const
        for const in code.co_consts
    )
    return code.replace(co_consts=(*consts, mark))


class Loader(SourceFileLoader):
    def source_to_code(self, data, path, *, _optimize=-1):
        code = super().source_to_code(data, path, _optimize=_optimize)
        return weave(code, ("team", TEAMS[self.name]))


class Finder(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name not in TEAMS:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None:
            spec.loader = Loader(name, spec.origin)
        return spec


def install():
    sys.meta_path.insert(0, Finder())
