"""Writes the payments of a day into files, one a bank."""
