"""What a fare is."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fare:
    """A price that was promised. All amounts are in pence."""

    route: str
    base: int
    tax: int
    fee: int

    @property
    def total(self):
        return self.base + self.tax + self.fee
