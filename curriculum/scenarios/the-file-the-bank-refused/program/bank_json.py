"""Files of JSON, for the younger banks. Written for API 2."""

import json

from payrun.formats import Format


class JsonLines(Format):
    """One payment a line, as an object."""

    name = "json"

    def render(self, payments):
        return "".join(json.dumps(payment) + "\n" for payment in payments)


def register(registry):
    """Called by the host."""
    registry.add(JsonLines)
