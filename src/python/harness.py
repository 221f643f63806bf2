"""Runs one program in an embedded interpreter as `python` would run it, and says with which exit code it ended."""

import atexit
import gc
import os
import sys
import types

import virtual_loop


def prepare():
    """Once, before the interpreter's memory is remembered."""
    virtual_loop.install()
    # The embedding's modules are no part of CPython, and programs must not find them.
    for name in list(sys.modules):
        if name.split(".")[0] in ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core"):
            del sys.modules[name]
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder.__module__.startswith("_frozen_importlib")]
    sys.dont_write_bytecode = True
    gc.collect()


def run(folder, name, args):
    """Runs a file of a folder in a fresh `__main__`. Returns the exit code."""
    path = os.path.join(folder, name)
    os.chdir(folder)
    sys.argv = [path, *args]
    sys.path.insert(0, folder)
    module = types.ModuleType("__main__")
    module.__file__ = path
    sys.modules["__main__"] = module
    code = _guarded(_execute, path, module.__dict__)
    code = _guarded(atexit._run_exitfuncs) or code
    # The interpreter's end: what the program's globals held goes, then what is left in cycles.
    del sys.modules["__main__"]
    del module
    gc.collect()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    return code


def _execute(path, namespace):
    with open(path, encoding="utf-8") as source:
        text = source.read()
    exec(compile(text, path, "exec"), namespace)


def _guarded(call, *args):
    try:
        call(*args)
    except SystemExit as end:
        return _exit_code(end.code)
    except BaseException as error:
        # Without the two frames of this file, unless it is a syntax error, which has no frame at all.
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
            trace = trace.tb_next
        sys.excepthook(type(error), error, trace)
        return 1
    return 0


def _exit_code(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code
    print(code, file=sys.stderr)
    return 1
