"""Fares on hold: one file each, in a directory that this service shares with the agencies' portal."""
import io
import json
import os
import pickle
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
        # No release reads what another has laid out.
        self.directory = Path(directory) / f"release-{RELEASE}"
        self.directory.mkdir(exist_ok=True)

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
        return HeldUnpickler(io.BytesIO(body)).load()
