"""Where we keep things, as far as erasing people is concerned."""

from typing import Protocol, runtime_checkable


class Store(Protocol):
    name: str

    def count(self) -> int: ...


@runtime_checkable
class Erases(Protocol):
    """A store that holds something about people, and can forget them."""

    def erase(self, person: str) -> int: ...


class MailingList:
    name = "mailing list"

    def __init__(self, people: list[str]) -> None:
        self.people = people

    def count(self) -> int:
        return len(self.people)

    def erase(self, person: str) -> int:
        before = len(self.people)
        self.people[:] = [other for other in self.people if other != person]
        return before - len(self.people)


class Invoices:
    """Must be kept for ten years, but not with the name on them."""

    name = "invoices"

    def __init__(self, rows: list[list[str]]) -> None:
        self.rows = rows

    def count(self) -> int:
        return len(self.rows)

    def erase(self, person: str) -> int:
        found = [row for row in self.rows if row[1] == person]
        for row in found:
            row[1] = "(erased)"
        return len(found)


class PageCounts:
    """Sums by page and day. Nobody can be found in them."""

    name = "page counts"

    def __init__(self, pages: dict[str, int]) -> None:
        self.pages = pages

    def count(self) -> int:
        return len(self.pages)
