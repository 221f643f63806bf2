"""What a file for a bank can look like."""

import logging
from abc import ABC, abstractmethod

log = logging.getLogger("payrun")


class Format(ABC):
    """One way to write payments. Plugins bring the others."""

    name: str

    @abstractmethod
    def render(self, payments):
        """The text of the file."""

    def write(self, path, payments):
        """Write the file."""
        with open(path, "w", encoding="ascii") as file:
            file.write(self.render(payments))
        log.info("wrote %s: %d payments as %s", path.name, len(payments), self.name)


class Csv(Format):
    """What every bank can read, if need be by hand."""

    name = "csv"

    def render(self, payments):
        lines = [";".join(str(value) for value in payment.values()) for payment in payments]
        return "account;cents;reference\n" + "".join(line + "\n" for line in lines)


class Registry:
    """The formats that are installed."""

    def __init__(self):
        self.formats = {}

    def add(self, cls):
        """Install a format."""
        if not issubclass(cls, Format):
            raise ValueError(f"{cls.__name__} is not a format")
        self.formats[cls.name] = cls

    def find(self, name):
        """The format of that name, or csv."""
        return self.formats.get(name, Csv)
