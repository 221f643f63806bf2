"""Leases: a run belongs to one host until its lease ends, and to whoever takes it then."""
import logging
import time

log = logging.getLogger("lease")


class Leases:
    """The leases of one host."""

    def __init__(self, table, host, seconds=30.0):
        self.table = table
        self.host = host
        self.seconds = seconds

    def take(self, run):
        """Take a run that nobody holds. Says whether it is ours now."""
        row = self.table.read(run)
        if row is not None and (row["paid"] or not self._has_ended(run, row)):
            return False
        taken = self.table.swap(run, row, self._row(beat=0))
        if taken and row is not None:
            log.info("%s takes %s over from %s, whose lease had ended", self.host, run, row["host"])
        elif taken:
            log.info("%s takes %s", self.host, run)
        return taken

    def renew(self, run):
        """Hold a run for longer. False if somebody else has taken it."""
        row = self.table.read(run)
        if row is None or row["host"] != self.host:
            return False
        return self.table.swap(run, row, self._row(beat=row["beat"] + 1))

    def finish(self, run):
        """The run is paid: nobody needs it any more."""
        row = self.table.read(run)
        return self.table.swap(run, row, {**row, "paid": True})

    def _has_ended(self, run, row):
        return time.time() > row["until"]

    def _row(self, beat):
        return {"host": self.host, "beat": beat, "paid": False, "until": time.time() + self.seconds}
