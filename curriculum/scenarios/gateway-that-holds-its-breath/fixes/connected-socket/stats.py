"""Counters for the statistics agent: one datagram each, and nobody waits for an answer."""

import logging
import socket

log = logging.getLogger("stats")


class Stats:
    """Sends counters in the agent's line format. A counter that cannot be sent is dropped."""

    def __init__(self, agent, prefix):
        self._prefix = prefix
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect(agent)

    def increment(self, name):
        line = f"{self._prefix}.{name}:1|c".encode()
        try:
            self._socket.send(line)
        except OSError as error:
            log.warning("counter %s dropped: %s", name, error)
