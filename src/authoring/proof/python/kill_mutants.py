"""Runs a check against every mutant of a program, and prints as JSON how many there are and which it lets live.

`item.py` has the program as `code`, `check.py` the check. With the argument `virtual`, asyncio runs on virtual time: a
mutant whose tasks wait for ever then ends with an error. One that loops for ever is stopped after a number of steps, which
is the same on every machine. Threads that wait for ever cannot be stopped: a check must give them a limit.
"""

import ast
import contextlib
import contextvars
import gc
import io
import json
import os
import random
import sys
import threading
import types
import warnings

import mutants

STEP = "__step__"
HERE = os.getcwd()
LOOPS = (ast.For, ast.AsyncFor, ast.While)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class RanOn(BaseException):
    """A program took far more steps than the one that is right."""


class Steps:
    """Counts how often a loop goes round and a function is called."""

    def __init__(self, limit):
        self.limit = limit
        self.taken = 0

    def __call__(self):
        self.taken += 1
        if self.limit is not None and self.taken > self.limit:
            raise RanOn
        return True


def instrument(tree):
    """Puts a call that counts where each loop and each function begins: outside of any `try` that could swallow what it raises."""
    for node in ast.walk(tree):
        if isinstance(node, LOOPS + FUNCTIONS):
            at = 1 if isinstance(node, FUNCTIONS) and ast.get_docstring(node, clean=False) is not None else 0
            node.body.insert(at, ast.copy_location(ast.Expr(_step()), node.body[0]))
        elif isinstance(node, ast.Lambda):
            node.body = ast.copy_location(ast.BoolOp(ast.And(), [_step(), node.body]), node.body)
        elif isinstance(node, COMPREHENSIONS):
            for part in node.generators:
                part.ifs.insert(0, _step())
    return ast.fix_missing_locations(tree)


def _step():
    return ast.Call(ast.Name(STEP, ast.Load()), [], [])


def run(tree, check, limit):
    """Runs a program and then the check, as the other proofs do. Returns what ended it, if anything did, and the steps it took."""
    steps = Steps(limit)
    module = types.ModuleType("__main__")
    module.__file__ = os.path.join(HERE, "main.py")
    item = types.ModuleType("item")
    item.code = ast.unparse(tree) + "\n"
    program = compile(instrument(ast.parse(item.code)), "code.py", "exec")
    names = vars(module)
    names.update({STEP: steps, "code": item.code, "contextlib": contextlib, "io": io})

    def execute():
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(program, names)
        names["printed"] = printed.getvalue()
        exec(check, names)

    ended = None
    with alone(module, item):
        try:
            contextvars.Context().run(execute)
        except BaseException as error:
            ended = describe(error)
        if limit is not None and steps.taken > limit:
            ended = "runs on"
        # What the program left behind must not end in the next one's turn.
        del execute
        names.clear()
        gc.collect()
    return ended, steps.taken


@contextlib.contextmanager
def alone(module, item):
    """What a program does to its process is undone afterwards."""
    modules, main = set(sys.modules), sys.modules["__main__"]
    environment, state, depth = dict(os.environ), random.getstate(), sys.getrecursionlimit()
    excepthooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    sys.modules.update(__main__=module, item=item)
    quiet = io.StringIO()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            yield
    finally:
        sys.settrace(None)
        sys.excepthook, sys.unraisablehook, threading.excepthook = excepthooks
        sys.setrecursionlimit(depth)
        random.setstate(state)
        os.chdir(HERE)
        os.environ.clear()
        os.environ.update(environment)
        sys.modules["__main__"] = main
        # A module of the standard library that is imported twice would have its classes twice.
        for name in set(sys.modules) - modules:
            if name.partition(".")[0] not in sys.stdlib_module_names:
                del sys.modules[name]


def describe(error):
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")


def main():
    if "virtual" in sys.argv[1:]:
        import virtual_loop

        virtual_loop.install()
    from item import code

    with open(os.path.join(HERE, "check.py"), encoding="utf-8") as source:
        check = compile(instrument(ast.parse(source.read())), os.path.join(HERE, "main.py"), "exec")
    # Twice: what is imported or cached in the first run is there in all that follow.
    ended, taken = run(ast.parse(code), check, None)
    if ended is None:
        ended, taken = run(ast.parse(code), check, None)
    if ended is not None:
        print(json.dumps({"failed": ended}))
        return
    limit = 10 * taken + 10_000
    made = mutants.make_mutants(code)
    survivors = [description for description, tree in made if run(tree, check, limit)[0] is None]
    print(json.dumps({"mutants": len(made), "survivors": survivors}))


main()
