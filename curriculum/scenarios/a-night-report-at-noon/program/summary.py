"""What the report says of an account."""

import collections
import hashlib
import re

ROUNDS = 200
DEVICES = (
    ("phone", re.compile(r"\b(iPhone|Android [\d.]+; Mobile)\b")),
    ("tablet", re.compile(r"\b(iPad|Android [\d.]+; Tablet)\b")),
    ("robot", re.compile(r"(bot|spider|crawler)\b", re.IGNORECASE)),
)


def device_of(agent):
    for name, pattern in DEVICES:
        if pattern.search(agent):
            return name
    return "desk"


def pseudonym_of(visitor):
    """Visitors may be counted, but not be recognised, nor guessed by trying all names."""
    digest = visitor.encode()
    for _ in range(ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return digest[:10]


class Summary:
    """Counts the events of one account. The monthly report merges those of the days."""

    def __init__(self):
        self.events = 0
        self.cents = 0
        self.visitors = set()
        self.devices = collections.Counter()

    def add(self, event):
        self.events += 1
        self.cents += event["cents"]
        self.visitors.add(pseudonym_of(event["visitor"]))
        self.devices[device_of(event["agent"])] += 1

    def merge(self, other):
        self.events += other.events
        self.cents += other.cents
        self.visitors |= other.visitors
        self.devices += other.devices

    def row(self):
        return {
            "events": self.events,
            "mean": round(self.cents / self.events / 100, 2),
            "visitors": len(self.visitors),
            "devices": dict(sorted(self.devices.items())),
        }
