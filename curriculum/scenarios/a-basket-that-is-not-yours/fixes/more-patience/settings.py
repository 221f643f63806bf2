"""Settings of the shop's web servers."""

REDIS = ("127.0.0.1", 6379)
CONNECTIONS = 8

# Seconds. The nightly job keeps Redis busy for about half of one.
PATIENCE = 1.0
