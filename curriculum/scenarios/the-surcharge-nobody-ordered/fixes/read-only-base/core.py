"""Tenants and their rules."""

import logging
from dataclasses import dataclass
from types import MappingProxyType

log = logging.getLogger("prices")


@dataclass(frozen=True)
class Order:
    """What is to be priced."""

    number: int
    cents: int
    to: str


class Tenant:
    """A company that prices with us: one subclass each. The rules of this
    class itself are for everybody."""

    rules = MappingProxyType({})

    @classmethod
    def price(cls, order):
        """What the order costs, in cents, after all rules, and the codes of
        the rules that changed it."""
        cents, codes = order.cents, []
        by_stage = sorted(
            (rule.stage, code) for code, rule in cls.rules.items()
        )
        for _, code in by_stage:
            rule = cls.rules[code]
            before, cents = cents, rule().apply(cents, order)
            if cents != before:
                codes.append(code)
        return cents, codes


class Rule:
    """A part of a price. A subclass that names a tenant and a code is a
    plugin, and takes effect."""

    stage = 1

    def __init_subclass__(cls, *, tenant=None, code=None, **options):
        super().__init_subclass__(**options)
        if tenant is not None:
            tenant.rules |= {code: cls}
            where = f"{cls.__module__}.{cls.__name__}"
            log.info("%s registers %s as %s", tenant.__name__, where, code)

    def apply(self, cents, order):
        """The new price."""
        raise NotImplementedError


class PerCent(Rule):
    """A share of the price, added to it."""

    share = 0

    def apply(self, cents, order):
        return cents + cents * self.share // 100


class Vat(PerCent, tenant=Tenant, code="vat"):
    """Comes last, whoever sells."""

    stage = 9
    share = 20
