"""The web server: python service.py <port>"""

import asyncio
import json
import logging
import re
import sys

import settings
from shop import Shop

log = logging.getLogger("service")


async def answer(shop, requests, reader, writer):
    head = await reader.readuntil(b"\r\n\r\n")
    cookie = re.search(rb"^Cookie: token=(\w+)", head, re.MULTILINE)
    request = f"r{next(requests):04}"
    try:
        page = await shop.page(request, cookie[1].decode() if cookie else "")
        status, body = "200 OK", json.dumps(page)
    except Exception as error:
        log.error("%s %s: %s", request, type(error).__name__, error)
        status, body = "500 Internal Server Error", ""
    writer.write(
        f"HTTP/1.1 {status}\r\nCache-Control: private, no-store\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n"
        f"\r\n{body}".encode()
    )
    await writer.drain()
    writer.close()


async def main(port):
    shop = Shop(lambda: asyncio.open_connection(*settings.REDIS))
    requests = iter(range(1, 1_000_000))
    server = await asyncio.start_server(
        lambda reader, writer: answer(shop, requests, reader, writer),
        "127.0.0.1", port,
    )
    await server.serve_forever()


if __name__ == "__main__":
    logging.basicConfig(
        level=logging.INFO,
        stream=sys.stderr,
        format="%(asctime)s.%(msecs)03d %(name)s %(message)s",
        datefmt="%H:%M:%S",
    )
    asyncio.run(main(int(sys.argv[1])))
