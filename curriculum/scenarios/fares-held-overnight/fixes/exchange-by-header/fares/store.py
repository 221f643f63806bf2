"""Fares on hold: one file each, in a directory that this service shares with the agencies' portal."""
import io
import json
import os
import pickle
from dataclasses import replace
from pathlib import Path

from fares import RELEASE

# What may be named in a file: others can write to the directory, too.
ALLOWED = {("fares.model", "Fare")}


class HeldUnpickler(pickle.Unpickler):
    """Reads a held fare and refuses everything else."""

    def find_class(self, module, name):
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} is not allowed")
        return super().find_class(module, name)


class Held:
    """The fares on hold, by reference."""

    def __init__(self, directory):
        self.directory = Path(directory)

    def hold(self, reference, fare):
        """Keep a fare. The first line tells the sweeper what it needs, without loading the rest."""
        header = json.dumps({"reference": reference, "release": RELEASE}).encode()
        path = self.directory / f"{reference}.held"
        path.with_suffix(".part").write_bytes(header + b"\n" + pickle.dumps(fare))
        os.replace(path.with_suffix(".part"), path)

    def load(self, reference):
        """The fare as it was promised. `FileNotFoundError` if there is none."""
        header, _, body = (self.directory / f"{reference}.held").read_bytes().partition(b"\n")
        if json.loads(header)["reference"] != reference:
            raise ValueError(f"{reference} holds another fare")
        fare = HeldUnpickler(io.BytesIO(body)).load()
        if json.loads(header)["release"] < 8:
            # Up to release 7 the tax came before the fee.
            fare = replace(fare, fee=fare.tax, tax=fare.fee)
        return fare
