"""Fares on hold: one file each, in a directory that this service shares with the agencies' portal."""
import io
import json
import os
import pickle
from pathlib import Path

from fares import RELEASE
from fares.model import Fare

# What may be named in a file: others can write to the directory, too.
ALLOWED = "fares."


class HeldUnpickler(pickle.Unpickler):
    """Reads a held fare and refuses everything else."""

    release = RELEASE

    def find_class(self, module, name):
        if self.release < 8:
            # It was laid out in another order then.
            module = module.replace("fares.model", "fares.legacy")
        if not module.startswith(ALLOWED):
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
        unpickler = HeldUnpickler(io.BytesIO(body))
        unpickler.release = json.loads(header)["release"]
        fare = unpickler.load()
        return Fare(**{name: getattr(fare, name) for name in Fare.__slots__})
