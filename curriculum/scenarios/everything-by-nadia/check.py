"""Does the audit trail name whoever did it? `python check.py <program-dir>`.

Three people work at the same time, and once more after a pause in which the queue is empty. What each did is known.
"""

import asyncio
import json
import logging
import os
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
sys.dont_write_bytecode = True

PEOPLE = ("nadia", "omar", "pia")


class Table:
    def __init__(self):
        self.rows = []

    async def insert(self, when, user, action, document):
        await asyncio.sleep(0)
        self.rows.append((user, action, document))


async def work(service, documents, person, part):
    for number in range(4):
        await service.handle(documents, person, "save", f"{person}-{part}-{number}")
        await asyncio.sleep(0)
    await service.handle(documents, person, "delete", f"{person}-{part}-0")


async def run():
    import audit
    import documents
    import service

    table = Table()
    trail = audit.Audit(table)
    store = documents.Documents(trail)
    if hasattr(trail, "start"):
        trail.start()
    for part in ("morning", "noon"):
        people = PEOPLE if part == "morning" else PEOPLE[::-1]
        async with asyncio.TaskGroup() as group:
            for person in people:
                group.create_task(work(service, store, person, part))
        await asyncio.wait_for(trail.flush(), 10)
        await asyncio.sleep(0.02)
    return table.rows


def main():
    logging.disable(logging.CRITICAL)
    symptom, rows, failed = None, [], ""
    try:
        rows = asyncio.run(run())
    except Exception as error:
        symptom, failed = "exception", f"{type(error).__name__}: {error}; "
    expected = len(PEOPLE) * 2 * 5
    wrong = [row for row in rows if row[0] != row[2].partition("-")[0]]
    if symptom is None and (wrong or len(rows) != expected):
        symptom = "wrong-value"
    forced = [symptom == "exception" or len(rows) == expected]
    names = ", ".join(sorted({row[0] for row in rows}))
    saw = f"{failed}{len(rows)} rows for {expected} actions of {len(PEOPLE)} people; {len(wrong)} with another's name; names in the trail: {names}"
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": saw}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
