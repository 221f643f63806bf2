"""Harbour sells boats, and brings them."""

from core import PerCent, Rule, Tenant


class Harbour(Tenant):
    """Prices of Harbour."""


class Fuel(PerCent, tenant=Harbour, code="fuel"):
    """What the tugs burn."""

    share = 8


class Island(Rule, tenant=Harbour, code="island"):
    """The ferry."""

    def apply(self, cents, order):
        return cents + 4_500 if order.to.startswith("island") else cents
