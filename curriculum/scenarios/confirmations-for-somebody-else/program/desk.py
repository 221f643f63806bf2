"""The desk: brokers log in, and each is sent what was done for them."""

import logging
import socket

from lines import Closed, Line
from venues import Venues

log = logging.getLogger("desk")


class Desk:
    def __init__(self, addresses):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.venues = Venues(addresses)
        self.lines = {}

    @property
    def address(self):
        return self.listener.getsockname()

    def admit(self):
        """The next broker at the door."""
        connected, _ = self.listener.accept()
        line = Line(connected.detach(), "?")
        line.name = line.receive().removeprefix("LOGIN ")
        before = self.lines.pop(line.name, None)
        if before is not None:
            before.close()
        self.lines[line.name] = line
        line.send(f"WELCOME {line.name}")
        log.info("%s is in%s", line.name, " again" if before else "")

    def confirm(self, broker, order):
        """Tells a broker that an order was carried out."""
        self.lines[broker].send(f"DONE {broker} {order}")
        log.info("told %s of %s", broker, order)

    def leave(self, broker):
        line = self.lines.pop(broker)
        try:
            line.send("BYE")
        except (Closed, OSError):
            pass
        line.close()
        log.info("%s has left", broker)

    def try_venue(self, venue):
        """A venue that was away is tried again every minute."""
        line = self.venues.dial(venue)
        if line is not None:
            line.close()
        return line is not None
