"""Counters for the statistics agent: one datagram each, and nobody waits for an answer."""

import asyncio
import logging

log = logging.getLogger("stats")


class Stats:
    """Sends counters in the agent's line format. A counter that cannot be sent is dropped."""

    def __init__(self, agent, prefix):
        self._agent = agent
        self._prefix = prefix
        self._transport = None

    async def open(self):
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("0.0.0.0", 0))

    def increment(self, name):
        line = f"{self._prefix}.{name}:1|c".encode()
        try:
            self._transport.sendto(line, self._agent)
        except OSError as error:
            log.warning("counter %s dropped: %s", name, error)
