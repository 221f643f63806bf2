"""The agents' side: one connection for each agent, one event in a line."""

import asyncio


class Intake(asyncio.Protocol):
    """Cuts what an agent sends into lines and hands them to the pipeline."""

    def __init__(self, pipeline):
        self._pipeline = pipeline
        self._rest = b""

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._pipeline.accept(line)


def make_protocol(pipeline):
    """What the server calls for each agent that connects."""
    return Intake(pipeline)
