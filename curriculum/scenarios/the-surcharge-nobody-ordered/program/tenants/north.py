"""North sells tools."""

from core import PerCent, Tenant


class North(Tenant):
    """Prices of North."""


class Fuel(PerCent, tenant=North, code="fuel"):
    """What the lorries burn."""

    share = 3
