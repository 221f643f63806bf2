"""Marks every function of our modules with the team that owns it.

The sampler takes a frame's code and reads its first two instructions: they
load the mark and drop it, and so cost next to nothing.
"""

import dis
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder, SourceFileLoader
from types import CodeType

TEAMS = {"post": "letters", "printers": "hardware"}

# One entry of the line table: two instructions that belong to no line.
NO_LINE = bytes([0x80 | 15 << 3 | 2 - 1])


def weave(code, mark):
    """The same code, with the mark loaded and dropped before all else."""
    consts = tuple(
        weave(const, mark) if isinstance(const, CodeType) else const
        for const in code.co_consts
    )
    if len(consts) > 255:
        # Its number would not fit into one instruction.
        return code.replace(co_consts=consts)
    probe = bytes([
        dis.opmap["LOAD_CONST"], len(consts),
        dis.opmap["POP_TOP"], 0,
    ])
    # Jumps are relative, all of them: what is moved as a whole stays right.
    return code.replace(
        co_code=probe + code.co_code,
        co_consts=(*consts, mark),
        co_linetable=NO_LINE + code.co_linetable,
        # The mark lies below whatever else is on the stack.
        co_stacksize=code.co_stacksize + 1,
    )


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
