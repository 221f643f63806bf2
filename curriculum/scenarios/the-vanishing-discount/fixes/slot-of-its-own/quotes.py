"""What customers are offered."""

from fields import Percentage


class Quote:
    """An offer. A revision is a new version under the same number."""

    __slots__ = (
        *("number", "version", "customer", "cents"),
        *("_discount", "_commission"),
    )

    discount = Percentage(most=40)
    commission = Percentage(most=15, default=4)

    def __init__(self, number, customer, cents, version=1):
        self.number = number
        self.version = version
        self.customer = customer
        self.cents = cents

    def __eq__(self, other):
        if not isinstance(other, Quote):
            return NotImplemented
        return self.number == other.number

    def __hash__(self):
        return hash(self.number)

    def __repr__(self):
        return f"<{self.number} v{self.version}>"

    @property
    def total(self):
        """What the customer pays, in cents."""
        return self.cents * (100 - self.discount) // 100

    def revise(self, cents=None, discount=None):
        """The next version, with some things changed."""
        price = self.cents if cents is None else cents
        revised = Quote(self.number, self.customer, price, self.version + 1)
        revised.discount = self.discount if discount is None else discount
        revised.commission = self.commission
        return revised
