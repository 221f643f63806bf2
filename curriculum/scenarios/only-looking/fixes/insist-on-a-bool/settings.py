"""The settings of the clean-up, from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from environment import read


@dataclass(frozen=True)
class Settings:
    bucket: str = "uploads"
    keep: timedelta = timedelta(days=30)
    most: int | None = None
    delete: bool = False

    def __post_init__(self) -> None:
        # Better no clean-up than one that means something else.
        if not isinstance(self.delete, bool):
            raise TypeError(f"delete is {self.delete!r}: say yes or no")
        if not isinstance(self.keep, timedelta):
            raise TypeError(f"keep is {self.keep!r}: say how many days")
        if self.most is not None and not isinstance(self.most, int):
            raise TypeError(f"most is {self.most!r}: say a number")


def load(environ: Mapping[str, str]) -> Settings:
    return read(Settings, "CLEANUP_", environ)
