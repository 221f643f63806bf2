"""What every request to the desk goes through: handlers, and the steps that
they are put together from."""

import logging
from collections import Counter
from dataclasses import dataclass

from audit import Audited

log = logging.getLogger("desk")


class Refused(Exception):
    """The request may not be carried out."""


@dataclass(frozen=True)
class Request:
    """What one person asks for."""

    action: str
    person: str
    rights: frozenset[str]
    subject: str
    cents: int = 0


class Handler:
    """Carries a request out."""

    def __init__(self, books):
        self.books = books

    def handle(self, request):
        """Carry the request out, and say what came of it."""
        result = self.perform(request)
        what = f"{request.action} {request.subject}"
        log.info("%s by %s: %s", what, request.person, result)
        return result

    def perform(self, request):
        """The work itself."""
        raise NotImplementedError


class Guarded(Handler):
    """A step: lets a request pass if the person has the right to it."""

    right = "desk"

    def handle(self, request):
        if self.right not in request.rights:
            raise Refused(f"{request.person} has no right to {self.right}")
        return super().handle(request)


class Limited(Handler):
    """A step: lets a person do this so many times a day."""

    limit = 40

    def __init__(self, books):
        super().__init__(books)
        self.done = Counter()

    def handle(self, request):
        if self.done[request.person] >= self.limit:
            raise Refused(f"{request.person} has done {self.limit} today")
        result = super().handle(request)
        self.done[request.person] += 1
        return result


class StaffHandler(Audited, Guarded):
    """A handler for people of our own: the steps that none goes without."""

    channel = "staff"
