"""Quotes for parcels."""
import sys

# The folder belongs to the deploy tool: workers must leave no bytecode behind in it.
sys.dont_write_bytecode = True
