"""Records of fixed width.

Changes in 3.0: a field that is declared twice in one class is an error now, found when the class is made.
Nothing was removed, and records are declared as before.
"""

__version__ = "3.0.0"


class DuplicateField(ValueError):
    """A field is declared twice."""


class Field:
    """One column of a record."""

    def __init__(self, width, align="left", fill=" "):
        self.width = width
        self.align = align
        self.fill = fill

    def show(self, value):
        """The value in the width of the column."""
        text = str(value)
        if len(text) > self.width:
            raise ValueError(f"{text!r} is longer than {self.width}")
        return text.rjust(self.width, self.fill) if self.align == "right" else text.ljust(self.width, self.fill)


class Declarations(dict):
    """The names of a class body. No field may be declared over another."""

    def __setitem__(self, name, value):
        if isinstance(self.get(name), Field) and isinstance(value, Field):
            raise DuplicateField(name)
        super().__setitem__(name, value)


class RecordType(type):
    """The type of all record classes. Gathers their fields."""

    @classmethod
    def __prepare__(mcls, name, bases, **options):
        return Declarations()

    def __new__(mcls, name, bases, namespace, **options):
        cls = super().__new__(mcls, name, bases, dict(namespace), **options)
        found = {key: value for base in reversed(cls.__mro__) for key, value in vars(base).items()}
        cls.fields = {key: value for key, value in found.items() if isinstance(value, Field)}
        return cls


class Record(metaclass=RecordType):
    """What is declared with fields, and shown as one line."""

    fields: dict[str, Field]

    def line(self, values):
        """The values of a mapping, one column after the other."""
        return "".join(field.show(values[name]) for name, field in self.fields.items())
