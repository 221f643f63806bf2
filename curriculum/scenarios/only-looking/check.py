"""Does a trial only look, and does a real run do as it is told? `python check.py <program-dir>`.

The trial has the settings of cleanup.env. The real run is given a number, days and "yes". Files have the ages that they need.
"""

import json
import logging
import os
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else "program").resolve()
sys.path.insert(0, str(PROGRAM))
sys.dont_write_bytecode = True
NOW = datetime(2024, 5, 16, 3, 0)


def fill(folder):
    for age in (1, 5, 10, 40, 50, 60):
        path = folder / f"upload-{age:02}"
        path.write_text("x")
        when = (NOW - timedelta(days=age)).timestamp()
        os.utime(path, (when, when))


def run(environ):
    """What the clean-up lists, and what is left."""
    import cleanup
    import settings

    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        fill(folder)
        listed = cleanup.clean(folder, settings.load(environ), NOW)
        return listed, sorted(path.name for path in folder.iterdir())


def main():
    logging.disable(logging.CRITICAL)
    lines = [line for line in (PROGRAM / "cleanup.env").read_text().splitlines() if line and not line.startswith("#")]
    trial = dict(line.split("=", 1) for line in lines)
    forced = [trial.get("CLEANUP_BUCKET") == "uploads-large", trial.get("CLEANUP_DELETE") in ("no", "0", "false", "off", "")]
    symptom, said = None, []
    try:
        listed, left = run(trial)
        said.append(f"the trial lists {len(listed)} files, and {6 - len(left)} are gone")
        if len(left) < 6 or len(listed) != 3:
            symptom = "lost-work"
        if symptom is None:
            listed, left = run({"CLEANUP_KEEP": "7", "CLEANUP_MOST": "2", "CLEANUP_DELETE": "yes"})
            said.append(f"a run with 7 days, at most 2 and yes lists {listed} and leaves {len(left)}")
            if listed != ["upload-10", "upload-40"] or len(left) != 4:
                symptom = "wrong-value"
    except Exception as error:
        symptom = "exception"
        said.append(f"{type(error).__name__}: {error}")
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": "; ".join(said)}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
