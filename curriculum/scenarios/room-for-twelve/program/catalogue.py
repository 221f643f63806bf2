"""The catalogue of spare parts: what fits where, and what it costs."""


class Part:
    __slots__ = ("number", "name", "price", "fits")

    def __init__(self, number, name, price, fits):
        self.number = number
        self.name = name
        self.price = price
        self.fits = fits


class Catalogue:
    """All parts, by number. Nothing changes it until the next release."""

    def __init__(self):
        self._parts = {}

    def __len__(self):
        return len(self._parts)

    def add(self, number, name, price, fits):
        self._parts[number] = Part(number, name, price, fits)

    def find(self, number):
        """The number, name, price and machines of a part."""
        part = self._parts[number]
        return part.number, part.name, part.price, part.fits


def load(count):
    catalogue = Catalogue()
    for number in range(count):
        fits = [f"M{number % 400}", f"M{number % 37}"]
        catalogue.add(number, f"part {number}", number % 990 + 10, fits)
    return catalogue
