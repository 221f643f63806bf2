"""Times every call of a store, for the dashboard."""

import time
from typing import Any, TypeVar, cast

AnyStore = TypeVar("AnyStore")


class Timed:
    def __init__(self, inner: Any, calls: list[tuple[str, float]]) -> None:
        self._inner = inner
        self._calls = calls

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("_"):
            return object.__getattribute__(self, name)
        value = getattr(self._inner, name)
        if not callable(value):
            return value

        def call(*args: Any, **options: Any) -> Any:
            begin = time.perf_counter()
            try:
                return value(*args, **options)
            finally:
                took = time.perf_counter() - begin
                self._calls.append((f"{self._inner.name}.{name}", took))

        return call


def timed(store: AnyStore, calls: list[tuple[str, float]]) -> AnyStore:
    """The same store to everybody who uses it, and to the type checker."""
    return cast(AnyStore, Timed(store, calls))
