"""The settings of the clean-up, from the environment."""

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


def load(environ: Mapping[str, str]) -> Settings:
    return read(Settings, "CLEANUP_", environ)
