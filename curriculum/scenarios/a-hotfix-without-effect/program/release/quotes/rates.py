"""Prices of parcels by zone and weight, in pounds."""
from decimal import Decimal
from functools import lru_cache

VERSION = "2.4.0"

BASE = {
    "GB": Decimal("4.20"),
    "BT": Decimal("6.80"),
    "IE": Decimal("9.10"),
}
PER_KILO = {"GB": Decimal("0.35"), "BT": Decimal("0.60"), "IE": Decimal("0.90")}
CUSTOMS = Decimal("6.00")
ABROAD = frozenset({"BT", "IE"})


@lru_cache(maxsize=1024)
def parcel(zone, kilos):
    """The price of one parcel."""
    price = BASE[zone] + PER_KILO[zone] * kilos
    return price + customs(zone)


def customs(zone):
    """What the customs form costs."""
    return CUSTOMS if zone in ABROAD else Decimal(0)
