"""Fares: priced, held for an agency, confirmed."""
RELEASE = 7
