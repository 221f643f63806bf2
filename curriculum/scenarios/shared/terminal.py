"""A terminal for capture.py: runs commands in a copy of the program and writes what they print as evidence.

Lines are folded at 79 columns, as a narrow terminal folds them, so that they can be read on a phone.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile

COLUMNS = 79


class Terminal:
    """One session in a folder of its own, in which `python3` is the Python that captures."""

    def __init__(self, program, evidence, *, hidden=(), seconds=180):
        self.folder = pathlib.Path(tempfile.mkdtemp()).resolve()
        self.evidence = pathlib.Path(evidence).resolve()
        self.evidence.mkdir(parents=True, exist_ok=True)
        shutil.copytree(program, self.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        self._commands = pathlib.Path(tempfile.mkdtemp()).resolve()
        (self._commands / "python3").symlink_to(sys.executable)
        self._hidden = list(hidden)
        self._seconds = seconds

    def environment(self):
        """Nothing of this machine's settings."""
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PIP_", "PYTHON"))}
        return {
            **kept,
            "PATH": f"{self._commands}:{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            "COLUMNS": str(COLUMNS),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def run(self, command, **options):
        """What a command prints, on both streams."""
        done = subprocess.run(
            command,
            shell=True,
            executable="/bin/bash",
            cwd=options.get("folder", self.folder),
            env={**self.environment(), **options.get("env", {})},
            text=True,
            errors="replace",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=self._seconds,
        )
        return done.stdout

    def type(self, command, **options):
        """A command as typed, with what it printed."""
        return f"$ {command}\n{self.run(command, **options)}"

    def console(self, *lines, setup=""):
        """Lines as typed at Python's prompt, with what each printed. `setup` runs before and is not shown."""
        (self.folder / ".console.py").write_text(CONSOLE.format(setup=setup, lines=list(lines)), encoding="utf-8")
        return self.run("python3 .console.py")

    def write(self, name, *parts):
        text = "\n".join(part.rstrip("\n") + "\n" for part in parts if part.strip())
        (self.evidence / name).write_text("\n".join(map(fold, self._clean(text).split("\n"))), encoding="utf-8")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self._commands, ignore_errors=True)

    def _clean(self, text):
        text = text.replace("\r\n", "\n").replace(str(self.folder), "/srv/app")
        for path, shown in [*self._hidden, (sysconfig.get_path("stdlib"), "/usr/lib/python3"), (sys.base_prefix + "/", "/usr/")]:
            text = text.replace(str(path), shown)
        return "\n".join(line.rstrip() for line in text.split("\n"))


def fold(line):
    """The line as a terminal of that width shows it; what follows the first row is indented."""
    if len(line) <= COLUMNS:
        return line
    indent = " " * (len(re.match(r" *", line)[0]) % 40 + 4)
    rows, rest = [line[:COLUMNS]], line[COLUMNS:]
    while rest:
        rows.append(indent + rest[: COLUMNS - len(indent)])
        rest = rest[COLUMNS - len(indent) :]
    return "\n".join(rows)


CONSOLE = '''\
import code, contextlib, io, sys
sys.path.insert(0, "")
names = {{"__name__": "__console__"}}
exec({setup!r}, names)
console = code.InteractiveConsole(names)
console.write = lambda text: sys.stdout.write(text)
more = False
for line in {lines!r}:
    print("... " if more else ">>> ", line, sep="")
    more = console.push(line)
sys.stdout.flush()
'''
