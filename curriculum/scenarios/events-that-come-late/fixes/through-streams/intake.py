"""The agents' side: one connection for each agent, one event in a line."""

import asyncio
import functools
import json


async def read_agent(pipeline, reader, writer):
    """Hands each line to the pipeline, and takes the next one when that has taken it."""
    async for line in reader:
        await pipeline.put(json.loads(line))
    writer.close()


def make_protocol(pipeline):
    """What the server calls for each agent that connects."""
    return asyncio.StreamReaderProtocol(asyncio.StreamReader(), functools.partial(read_agent, pipeline))
