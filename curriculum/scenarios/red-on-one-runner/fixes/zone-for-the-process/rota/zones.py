"""The time zones of the depots."""
import logging
from functools import cache
from zoneinfo import ZoneInfo

log = logging.getLogger("rota.zones")


@cache
def zone(name):
    """The zone of a depot, by its IANA name: the same one as long as the process lives."""
    return ZoneInfo(name)


def refresh():
    """Take new rules into a running process, when the package with the rules has been updated."""
    ZoneInfo.clear_cache()
    log.info("zones are read anew")
