"""The agents' side: one connection for each agent, one event in a line."""

import asyncio
import json


class Intake(asyncio.Protocol):
    """Cuts what an agent sends into lines and hands them to the pipeline."""

    def __init__(self, pipeline):
        self._pipeline = pipeline
        self._rest = b""

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._transport.pause_reading()
        self._feeding = asyncio.create_task(self._feed(lines))

    async def _feed(self, lines):
        for line in lines:
            await self._pipeline.put(json.loads(line))
        self._transport.resume_reading()


def make_protocol(pipeline):
    """What the server calls for each agent that connects."""
    return Intake(pipeline)
