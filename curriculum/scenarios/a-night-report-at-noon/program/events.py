"""Events of the shop, as the clients wrote them: one JSON object in a line."""

import json


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def account_of(event):
    """The account of an event. Clients write it with spaces, dashes and capitals as they please."""
    return (event.get("account") or "").strip(" -").lower()
