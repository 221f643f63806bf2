"""The audit trail. The desk and the nightly jobs write to it."""

import json


class Trail:
    """Gathers entries and appends them to a file, so many at a time."""

    def __init__(self, path, batch=25):
        self.path = path
        self.batch = batch
        self.waiting = []
        self.received = 0
        self.written = 0

    def enter(self, **entry):
        """Take one entry."""
        self.received += 1
        self.waiting.append(entry)
        if len(self.waiting) >= self.batch:
            self.flush()

    def flush(self):
        """Write what is waiting."""
        with open(self.path, "a", encoding="utf-8") as file:
            for entry in self.waiting:
                file.write(json.dumps(entry) + "\n")
        self.written += len(self.waiting)
        self.waiting.clear()


class Audited:
    """A step: enters each request in the trail, with how it ended."""

    trail: Trail

    def handle(self, request):
        try:
            result = super().handle(request)
        except Exception as error:
            self._enter(request, type(error).__name__)
            raise
        self._enter(request, "done")
        return result

    def _enter(self, request, end):
        self.trail.enter(
            action=request.action,
            subject=request.subject,
            by=request.person,
            end=end,
        )
