"""Files of fixed width, for the older banks. Written for API 2."""


def register(registry):
    """Called by the host. The layouts are imported no sooner than they are wanted."""
    from bank_fixed.layouts import FixedWidth

    registry.add(FixedWidth)
