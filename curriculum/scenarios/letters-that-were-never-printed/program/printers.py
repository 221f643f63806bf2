"""The printers in the basement."""


class Jam(Exception):
    """The printer has stopped, and has printed nothing."""


class Printer:
    def __init__(self, name, jams=()):
        self.name = name
        self.printed = []
        self._jams = frozenset(jams)

    def print(self, letter):
        if letter["number"] in self._jams:
            raise Jam(f"{self.name}: paper jam at letter {letter['number']}")
        self.printed.append(letter["number"])
