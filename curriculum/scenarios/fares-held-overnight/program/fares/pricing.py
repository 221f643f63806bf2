"""What a route costs today."""
from fares.model import Fare

BASE = {"EDI-LHR": 18200, "MAN-DUB": 9400, "GLA-AMS": 23800}
BOOKING_FEE = 450
TAX_PER_MILLE = 130


def price(route):
    """A fare for one seat."""
    base = BASE[route]
    return Fare(route=route, base=base, tax=base * TAX_PER_MILLE // 1000, fee=BOOKING_FEE)
