"""The catalogue of spare parts: what fits where, and what it costs."""

import json


class Catalogue:
    """All parts, by number. Nothing changes it until the next release."""

    def __init__(self):
        self._parts = {}

    def __len__(self):
        return len(self._parts)

    def add(self, number, name, price, fits):
        self._parts[number] = json.dumps([number, name, price, fits])

    def find(self, number):
        """The number, name, price and machines of a part."""
        return tuple(json.loads(self._parts[number]))


def load(count):
    catalogue = Catalogue()
    for number in range(count):
        fits = [f"M{number % 400}", f"M{number % 37}"]
        catalogue.add(number, f"part {number}", number % 990 + 10, fits)
    return catalogue
