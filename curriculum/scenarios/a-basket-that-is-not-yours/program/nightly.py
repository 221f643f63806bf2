"""How many baskets were left behind today? For the newsletter, at 22:00."""

import asyncio

import settings
from wire import Connection


async def main():
    reader, writer = await asyncio.open_connection(*settings.REDIS)
    connection = Connection(0, reader, writer)
    count = await connection.call(
        "EVAL", "return #redis.call('KEYS', 'basket:*')", 0)
    print(count, "baskets")
    connection.close()


if __name__ == "__main__":
    asyncio.run(main())
