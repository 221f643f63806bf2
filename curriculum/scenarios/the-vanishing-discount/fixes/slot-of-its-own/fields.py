"""Checked fields for the objects of the sales service."""


class Percentage:
    """A share in per cent, from 0 to `most`. It is `default` until somebody
    sets it.

    Works for classes with slots as well, where an object has no `__dict__`
    to keep the value in.
    """

    def __init__(self, most=100, default=0):
        self.most = most
        self.default = default

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, f"_{self.name}", self.default)

    def __set__(self, obj, value):
        if not 0 <= value <= self.most:
            words = f"{self.name} must be from 0 to {self.most}, not {value}"
            raise ValueError(words)
        setattr(obj, f"_{self.name}", value)
