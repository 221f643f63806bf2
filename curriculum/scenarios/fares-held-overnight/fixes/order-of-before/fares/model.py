"""What a fare is."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fare:
    """A price that was promised. All amounts are in pence. The order is that of the files on hold."""

    route: str
    base: int
    tax: int
    fee: int

    @property
    def total(self):
        return self.base + self.fee + self.tax
