"""Client of the key-value store: one line out, one line back, one connection a thread."""

import json
import socket
import threading

import settings

_own = threading.local()


def _connection():
    if not hasattr(_own, "reader"):
        connection = socket.create_connection((settings.STORE_HOST, settings.STORE_PORT), timeout=5)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _own.connection = connection
        _own.reader = connection.makefile("rb")
    return _own.connection, _own.reader


def get(key):
    """The record of a key."""
    connection, reader = _connection()
    connection.sendall(b"GET " + key.encode() + b"\n")
    return json.loads(reader.readline())
