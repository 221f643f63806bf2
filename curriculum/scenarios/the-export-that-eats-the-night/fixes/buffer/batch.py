"""Rows on their way into the warehouse."""

from io import StringIO
from zlib import crc32

from escape import escape

# The warehouse likes few large pieces better than many small ones.
LIMIT = 64_000_000


class Batch:
    """Gathers rows as text and sends it in pieces of at most `limit` characters."""

    def __init__(self, send, limit=LIMIT):
        self._send = send
        self._limit = limit
        self._text = StringIO()
        self.rows = 0
        self.checksum = 0

    @property
    def length(self):
        """How many characters have been gathered since the last piece."""
        return len(self._text.getvalue())

    def write(self, row):
        """Add one row."""
        line = "\t".join([escape(value) for value in row]) + "\n"
        if self.length + len(line) > self._limit:
            self.flush()
        self.rows += 1
        self.checksum = crc32(line.encode(), self.checksum)
        self._text.write(line)

    def flush(self):
        """Send what has been gathered."""
        if text := self._text.getvalue():
            self._send(text)
            self._text = StringIO()
