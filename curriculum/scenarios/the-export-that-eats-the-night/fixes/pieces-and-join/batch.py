"""Rows on their way into the warehouse."""

from zlib import crc32

from escape import escape

# The warehouse likes few large pieces better than many small ones.
LIMIT = 64_000_000


class Batch:
    """Gathers rows as text and sends it in pieces of at most `limit` characters."""

    def __init__(self, send, limit=LIMIT):
        self._send = send
        self._limit = limit
        self._lines = []
        self._length = 0
        self.rows = 0
        self.checksum = 0

    def write(self, row):
        """Add one row."""
        line = "\t".join([escape(value) for value in row]) + "\n"
        if self._length + len(line) > self._limit:
            self.flush()
        self.rows += 1
        self.checksum = crc32(line.encode(), self.checksum)
        self._lines.append(line)
        self._length += len(line)

    def flush(self):
        """Send what has been gathered."""
        if self._lines:
            self._send("".join(self._lines))
            self._lines.clear()
            self._length = 0
