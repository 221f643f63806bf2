"""Clients for servers that answer one line with one line. Used by four teams; changes go through its own repository."""

from .pool import Pool

__all__ = ["Pool"]
