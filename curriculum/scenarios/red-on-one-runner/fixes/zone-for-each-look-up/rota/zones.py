"""The time zones of the depots."""
import logging
from zoneinfo import ZoneInfo

log = logging.getLogger("rota.zones")


def zone(name):
    """The zone of a depot, by its IANA name, with the rules of now."""
    return ZoneInfo.no_cache(name)


def refresh():
    """Take new rules into a running process, when the package with the rules has been updated."""
    ZoneInfo.clear_cache()
    log.info("zones are read anew")
