"""The layout of a payment, as the older banks agreed on it."""

from payrun.formats import Format
from recordkit import Field, Record


class Payment(Record):
    """One payment, each column in its own width."""

    account = Field(18)
    cents = Field(12, align="right", fill="0")
    reference = Field(20)


class FixedWidth(Format):
    """One payment a line."""

    name = "fixed"

    def render(self, payments):
        return "".join(Payment().line(payment) + "\n" for payment in payments)
