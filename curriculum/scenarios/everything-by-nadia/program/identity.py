"""Who is asking: set for each request, and read wherever it is needed."""

from contextvars import ContextVar

NOBODY = "(nobody)"

current_user: ContextVar[str] = ContextVar("current_user", default=NOBODY)
