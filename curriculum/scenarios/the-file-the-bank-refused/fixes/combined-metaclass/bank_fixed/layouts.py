"""The layout of a payment, as the older banks agreed on it."""

from payrun.formats import Format
from recordkit import Field, Record


class FixedFormatType(type(Format), type(Record)):
    """The type of a class that is a format and a record."""


class FixedWidth(Format, Record, metaclass=FixedFormatType):
    """One payment a line, each column in its own width."""

    name = "fixed"

    account = Field(18)
    cents = Field(12, align="right", fill="0")
    reference = Field(20)

    def render(self, payments):
        return "".join(self.line(payment) + "\n" for payment in payments)
