"""What a fare is."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fare:
    """A price that was promised. All amounts are in pence, in the order of the receipt."""

    route: str
    base: int
    fee: int
    tax: int

    def __getstate__(self):
        return {name: getattr(self, name) for name in self.__slots__}

    def __setstate__(self, state):
        # A list was held before names were.
        named = state if isinstance(state, dict) else dict(zip(self.__slots__, state, strict=True))
        for name, value in named.items():
            object.__setattr__(self, name, value)

    @property
    def total(self):
        return self.base + self.fee + self.tax
