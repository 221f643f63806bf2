"""Does each bank get its file in the format that it is down for, from the plugin that brings it?

    python check.py <program-dir>

Loads the plugins as the nightly run does, and writes one payment for each bank.
"""

import json
import logging
import os
import sys
import tempfile
from pathlib import Path

PAYMENT = {"account": "N-7781", "cents": 125_050, "reference": "rent may"}
WANTED = {
    "north": "N-7781            000000125050rent may            \n",
    "south": json.dumps(PAYMENT) + "\n",
    "east": "N-7781\t125050\trent may\n",
    "west": "account;cents;reference\nN-7781;125050;rent may\n",
}


def judge(symptom, forced, saw):
    """Print the verdict as the last line and end."""
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    sys.exit(2 if not all(forced) else 1 if symptom else 0)


def main(program):
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.abspath(program))
    logging.disable(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp())
    import recordkit

    # The bad moment is the upgrade: the base class of the library has a metaclass now.
    forced = [type(recordkit.Record) is not type]
    try:
        from payrun import run

        registry = run.start()
        run.write_files(registry, [{"bank": bank, **PAYMENT} for bank in WANTED], folder)
    except Exception as error:
        judge("exception", forced, f"{type(error).__name__}: {error}"[:200])
    files = {bank: (folder / f"{bank}.pay").read_text(encoding="ascii") for bank in WANTED}
    wrong = [bank for bank, text in WANTED.items() if files[bank] != text]
    if wrong:
        judge("wrong-value", forced, f"{wrong[0]} got {files[wrong[0]].splitlines()[0]!r}; installed: {sorted(registry.formats)}")
    judge(None, forced, f"all four files are right; installed: {sorted(registry.formats)}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "program")
