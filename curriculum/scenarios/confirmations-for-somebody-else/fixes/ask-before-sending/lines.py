"""One connection, as the rest of the desk knows it: a number and a name."""

import os


class Closed(Exception):
    """The other side has hung up."""


class Line:
    """Text over a connected descriptor. Reads and writes go straight to the
    kernel: a desk has thousands of lines, and buffers for none."""

    def __init__(self, number, name):
        self.number = number
        self.name = name
        self.is_open = True

    def send(self, text):
        if not self.is_open:
            raise Closed(self.name)
        # Raises OSError where the number is not open any more.
        os.fstat(self.number)
        os.write(self.number, text.encode() + b"\n")

    def receive(self):
        data = os.read(self.number, 4096)
        if not data:
            raise Closed(self.name)
        return data.decode().strip()

    def close(self):
        if self.is_open:
            self.is_open = False
            os.close(self.number)
