"""Runs a trial that deletes, and asks what the settings are. `python capture.py <program-dir> <evidence-dir>`. Needs git and mypy."""

import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True
from terminal import Terminal

for tool in ("git", "mypy"):
    if shutil.which(tool) is None:
        sys.exit(f"{tool} is not installed: nothing was captured")

SETUP = "import dataclasses, os, typing\nimport environment, settings, test_environment\nfrom settings import Settings, load\n"
TRIAL = "set -a; . ./cleanup.env; set +a; "
GIT = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "tidy-bot", "GIT_AUTHOR_EMAIL": "tidy@shop.example", "GIT_COMMITTER_NAME": "tidy-bot",
       "GIT_COMMITTER_EMAIL": "tidy@shop.example", "GIT_PAGER": "cat", "GIT_AUTHOR_DATE": "2024-05-13T06:00:00Z", "GIT_COMMITTER_DATE": "2024-05-13T06:00:00Z"}


def fill(name):
    folder = terminal.folder / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for age in (2, 8, 19, 33, 41, 57):
        path = folder / f"scan-{age:02}.tif"
        path.write_text("x" * 40)
        os.utime(path, (time.time() - age * 86400,) * 2)


def history():
    """The bot's change on Monday: the same file before it, and as it is."""
    now = (terminal.folder / "settings.py").read_text()
    before = now.replace("from __future__ import annotations\n\n", "").replace("int | None", "Optional[int]").replace(
        "from datetime import timedelta\n", "from datetime import timedelta\nfrom typing import Optional\n")
    (terminal.folder / "settings.py").write_text(before)
    fill("large")
    terminal.write("last-month.txt", "From the log of the trial in April\n\n" + terminal.run(TRIAL + "python3 cleanup.py large"))
    terminal.run("git init -q . && git add -A '*.py' '*.env' && git commit -qm 'Clean-up'", env=GIT)
    (terminal.folder / "settings.py").write_text(now)
    terminal.run("git commit -qam 'Modern annotations, 212 files (automatic)'", env=GIT)
    terminal.write("monday.txt", terminal.type("git log -1 --format='%an %ad%n%s' --date=format:%a -- settings.py", env=GIT),
                   terminal.type("git diff HEAD~ -U1 -- settings.py", env=GIT))


def capture():
    fill("large")
    terminal.write("log.txt", terminal.type("cat cleanup.env"), terminal.type("set -a; . ./cleanup.env; python3 cleanup.py large"))
    terminal.write("bucket.txt", terminal.type("ls large"))
    terminal.write("as-bool.txt", terminal.console("environment.as_bool('no'), environment.as_bool('yes')", "bool('no'), bool('')", setup=SETUP))
    environ = "environ = {'CLEANUP_BUCKET': 'uploads-large', 'CLEANUP_DELETE': 'no'}"
    terminal.write("settings.txt", terminal.console(
        environ, "chosen = load(environ)", "chosen.bucket", "f'delete: {chosen.delete}'", "'deletes' if chosen.delete else 'only looks'",
        "load({}).delete, load({'CLEANUP_DELETE': 'sometimes'}).delete", setup=SETUP))
    terminal.write("fields.txt", terminal.console(
        "[(field.name, field.type) for field in dataclasses.fields(Settings)]",
        "[(one.name, one.type) for one in dataclasses.fields(test_environment.Example)]",
        "list(environment.PARSERS)",
        setup=SETUP))
    terminal.write("hints.txt", terminal.console(
        "Settings.__annotations__", "typing.get_type_hints(Settings)", setup=SETUP))
    (terminal.folder / "look.py").write_text("import os\nimport settings\n\nchosen = settings.load(os.environ)\nreveal_type(chosen)\nreveal_type(chosen.delete)\n")
    terminal.write("mypy.txt", terminal.type("mypy --version && mypy --strict cleanup.py settings.py environment.py"), terminal.type("mypy --strict look.py"))
    terminal.write("tests.txt", terminal.type("python3 -m unittest -v test_environment 2>&1 | sed 's/ (.*)//'"), terminal.type("python3 --version"))
    terminal.write("process.txt", terminal.type(
        "set -a; . ./cleanup.env\nenv | grep CLEANUP | od -c | cut -c8-"))
    rows = []
    for value in ("no", "0", "false", "yes", ""):
        fill("replay")
        terminal.run(f"CLEANUP_BUCKET=replay CLEANUP_DELETE={value} python3 cleanup.py replay")
        rows.append(f"CLEANUP_DELETE={value!s:5}   {len(list((terminal.folder / 'replay').iterdir()))} files left")
    fill("replay")
    terminal.run("CLEANUP_BUCKET=replay python3 cleanup.py replay")
    rows.append(f"not set                {len(list((terminal.folder / 'replay').iterdir()))} files left")
    terminal.write("replays.txt", "Six files, three of them too old\n\n" + "\n".join(rows))


terminal = Terminal(sys.argv[1], sys.argv[2])
try:
    history()
    capture()
finally:
    terminal.close()
