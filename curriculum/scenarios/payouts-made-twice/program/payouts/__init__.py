"""Pays out what merchants have earned."""
