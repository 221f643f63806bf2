"""Lines to the venues at which orders are carried out."""

import collections
import logging
import socket

from lines import Line

log = logging.getLogger("venues")

KEPT = 12


class NoHello(Exception):
    """The venue does not want us now."""


class Venues:
    def __init__(self, addresses):
        self._addresses = addresses
        # For the status page: what went wrong of late, with tracebacks.
        self.failures = collections.deque(maxlen=KEPT)

    def dial(self, venue):
        """A line to a venue that has said hello, or None."""
        sock = socket.create_connection(self._addresses[venue], timeout=2)
        sock.setblocking(True)
        line = Line(sock.fileno(), venue)
        try:
            greeting = line.receive()
            if not greeting.startswith("HELLO"):
                raise NoHello(f"{venue} says {greeting!r}")
        except Exception as error:
            try:
                # The venue hears of it before anything is closed here, so
                # that nothing of this connection can be on its way any more.
                sock.shutdown(socket.SHUT_RDWR)
            except OSError as late:
                log.info("%s was quicker and has hung up: %s", venue, late)
            line.close()
            self.failures.append(error)
            log.info("no line to %s: %s", venue, error)
            return None
        sock.detach()
        log.info("line to %s is up", venue)
        return line
