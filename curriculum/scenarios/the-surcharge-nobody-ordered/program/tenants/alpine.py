"""Alpine sells skis."""

from core import Rule, Tenant


class Alpine(Tenant):
    """Prices of Alpine."""


class Members(Rule, tenant=Alpine, code="members"):
    """Everybody who buys skis becomes a member."""

    stage = 0

    def apply(self, cents, order):
        return cents - 500
