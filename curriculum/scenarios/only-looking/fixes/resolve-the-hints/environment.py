"""Fills a dataclass from environment variables.

CLEANUP_DELETE is the field `delete`. What becomes of a text follows from the
type of the field.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any, TypeVar, get_type_hints

T = TypeVar("T")

WORDS = {"1": True, "yes": True, "true": True, "on": True,
         "0": False, "no": False, "false": False, "off": False}


def as_bool(text: str) -> bool:
    try:
        return WORDS[text.strip().lower()]
    except KeyError:
        raise ValueError(f"{text!r} is neither yes nor no") from None


def as_days(text: str) -> timedelta:
    return timedelta(days=float(text))


def as_number(text: str) -> int | None:
    return int(text) if text else None


PARSERS: dict[Any, Callable[[str], Any]] = {
    bool: as_bool,
    int | None: as_number,
    timedelta: as_days,
}


def read(kind: type[T], prefix: str, environ: Mapping[str, str]) -> T:
    values: dict[str, Any] = {}
    for field in fields(kind):
        text = environ.get(prefix + field.name.upper())
        if text is not None:
            # Everything else is a text, and stays one.
            parse = PARSERS.get(get_type_hints(kind)[field.name], str)
            values[field.name] = parse(text)
    return kind(**values)
