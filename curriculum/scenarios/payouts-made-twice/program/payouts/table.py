"""The table that all hosts share: a row for each payout run, changed by compare-and-set only."""
import json
import os
import time
from contextlib import contextmanager
from pathlib import Path


class Table:
    """Rows as files on the share. A row is a dictionary, or None where there is none."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def read(self, key):
        try:
            return json.loads((self.folder / f"{key}.row").read_text())
        except FileNotFoundError:
            return None

    def swap(self, key, old, new):
        """Write `new` if the row is still `old`. Says whether it was."""
        with self._locked(key):
            if self.read(key) != old:
                return False
            part = self.folder / f"{key}.part"
            part.write_text(json.dumps(new))
            os.replace(part, self.folder / f"{key}.row")
            return True

    def now(self):
        """The server's clock: the time that the share gives to a file that is written now."""
        probe = self.folder / "clock"
        probe.write_text("")
        return probe.stat().st_mtime

    @contextmanager
    def _locked(self, key):
        lock = self.folder / f"{key}.lock"
        while True:
            try:
                os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
                break
            except FileExistsError:
                time.sleep(0.002)
        try:
            yield
        finally:
            lock.unlink()
