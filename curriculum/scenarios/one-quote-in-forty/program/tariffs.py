"""The tariffs of the carrier, who answers over gRPC."""

import grpc

SECONDS = 5

_channel = None


def connect(address):
    """Makes the channel that this process asks through."""
    global _channel
    _channel = grpc.insecure_channel(address)


def version():
    return _ask("/carrier.Tariffs/Version", "")


def rate(zone):
    """Pence for a kilogram to a zone."""
    return int(_ask("/carrier.Tariffs/Rate", zone))


def _ask(method, words):
    call = _channel.unary_unary(method)
    return call(words.encode(), timeout=SECONDS).decode()
