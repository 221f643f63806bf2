"""The document service: python service.py <port> <audit file>"""

import asyncio
import logging
import re
import sys

from audit import Audit
from documents import Documents
from identity import current_user

log = logging.getLogger("service")


class Table:
    """The audit table, as lines of a file."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8")

    async def insert(self, when, user, action, document):
        await asyncio.sleep(0.001)
        print(f"{when:%H:%M:%S.%f}"[:12], user, action, document,
              sep="  ", file=self._file, flush=True)


async def handle(documents, user, action, document):
    """One request, as the person who makes it."""
    token = current_user.set(user)
    try:
        await getattr(documents, action)(document)
        log.info("%s %s by %s", action, document, current_user.get())
    finally:
        current_user.reset(token)


async def answer(documents, reader, writer):
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    path = re.match(r"POST /(save|delete)/([\w-]+) ", head)
    user = re.search(r"^X-User: (\w+)\r$", head, re.MULTILINE)
    status = "401 Unauthorized"
    if user and path:
        await handle(documents, user[1], path[1], path[2])
        status = "204 No Content"
    writer.write(f"HTTP/1.1 {status}\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
    writer.close()


async def main(port, path):
    documents = Documents(Audit(Table(path)))
    server = await asyncio.start_server(
        lambda reader, writer: answer(documents, reader, writer),
        "127.0.0.1", port,
    )
    await server.serve_forever()


if __name__ == "__main__":
    logging.basicConfig(stream=sys.stderr, level=logging.INFO,
                        format="%(name)s %(message)s")
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
