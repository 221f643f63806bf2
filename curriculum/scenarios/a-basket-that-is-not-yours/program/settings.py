"""Settings of the shop's web servers."""

REDIS = ("127.0.0.1", 6379)
CONNECTIONS = 8

# Seconds. A page without its basket is better than no page.
PATIENCE = 0.15
