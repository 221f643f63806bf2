"""Fares as release 7 laid them out."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fare:
    route: str
    base: int
    tax: int
    fee: int
