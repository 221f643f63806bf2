"""What a fare is."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fare:
    """A price that was promised. All amounts are in pence, in the order of the receipt."""

    route: str
    base: int
    fee: int
    tax: int

    @property
    def total(self):
        return self.base + self.fee + self.tax
