"""Counters for the statistics agent: one datagram each, and nobody waits for an answer."""

import asyncio
import logging
import socket

log = logging.getLogger("stats")


class Stats:
    """Sends counters in the agent's line format. A counter that cannot be sent is dropped."""

    def __init__(self, agent, prefix):
        self._agent = agent
        self._address = None
        self._prefix = prefix
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    async def follow_agent(self, interval=30.0):
        loop = asyncio.get_running_loop()
        while True:
            try:
                found = await loop.getaddrinfo(*self._agent, family=socket.AF_INET, type=socket.SOCK_DGRAM)
                self._address = found[0][4]
            except OSError as error:
                log.warning("agent not found: %s", error)
            await asyncio.sleep(interval)

    def increment(self, name):
        if self._address is None:
            return
        line = f"{self._prefix}.{name}:1|c".encode()
        try:
            self._socket.sendto(line, self._address)
        except OSError as error:
            log.warning("counter %s dropped: %s", name, error)
