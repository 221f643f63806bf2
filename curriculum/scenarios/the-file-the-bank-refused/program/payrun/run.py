"""The nightly run: `python -m payrun.run <folder>` with the payments as lines of JSON on standard input."""

import json
import logging
import sys
from pathlib import Path

from payrun.formats import Registry
from payrun.loading import load_all

PLUGINS = ["bank_tab", "bank_json", "bank_fixed"]
BANKS = {"north": "fixed", "south": "json", "east": "tab", "west": "csv"}


def start():
    """The registry, with all plugins loaded."""
    registry = Registry()
    load_all(PLUGINS, registry)
    return registry


def write_files(registry, payments, folder):
    """One file for each bank that is paid to."""
    for bank, wanted in BANKS.items():
        chosen = [{k: v for k, v in payment.items() if k != "bank"} for payment in payments if payment["bank"] == bank]
        if chosen:
            registry.find(wanted)().write(Path(folder) / f"{bank}.pay", chosen)


def main(folder):
    """One night."""
    logging.basicConfig(format="%(levelname)-7s %(name)s %(message)s", level=logging.INFO)
    registry = start()
    write_files(registry, [json.loads(line) for line in sys.stdin], folder)


if __name__ == "__main__":
    main(sys.argv[1])
