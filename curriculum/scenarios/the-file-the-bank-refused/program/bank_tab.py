"""Files with tabs, for the banks of the east. Written for API 1."""

from payrun.formats import Format


class Tab(Format):
    """One payment a line, with tabs between the columns."""

    name = "tab"

    def render(self, payments):
        return "".join("\t".join(str(value) for value in payment.values()) + "\n" for payment in payments)


FORMATS = [Tab]
