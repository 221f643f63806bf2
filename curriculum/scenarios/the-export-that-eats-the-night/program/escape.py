"""How a value stands in a line for the warehouse."""

SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def escape(value):
    """The value as text, without anything that would end a column or a line."""
    if value is None:
        return "\\N"
    return str(value).translate(SPECIAL)
