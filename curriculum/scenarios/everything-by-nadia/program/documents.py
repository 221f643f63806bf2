"""Documents, and what can be done with them."""

import asyncio

from identity import current_user


class Documents:
    def __init__(self, audit):
        self._audit = audit
        self.owner_of_last_change = {}

    async def save(self, document):
        await asyncio.sleep(0.002)
        self.owner_of_last_change[document] = current_user.get()
        self._audit.record("save", document)

    async def delete(self, document):
        await asyncio.sleep(0.001)
        self.owner_of_last_change.pop(document, None)
        self._audit.record("delete", document)
