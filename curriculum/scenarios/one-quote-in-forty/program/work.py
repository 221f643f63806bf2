"""What one worker does for one parcel."""

import logging
import os

import grpc
import tariffs

log = logging.getLogger("work")

HANDLING = 250


def answer(parcel):
    """Zone and kilograms to pence, or to the words of a failure."""
    zone, kilograms = parcel
    try:
        pence = HANDLING + kilograms * tariffs.rate(zone)
    except grpc.RpcError as error:
        name = error.code().name
        log.error("%s: %s", name, error.details())
        return os.getpid(), f"{name}: {error.details()}"
    log.info("%s, %d kg: %d", zone, kilograms, pence)
    return os.getpid(), pence
