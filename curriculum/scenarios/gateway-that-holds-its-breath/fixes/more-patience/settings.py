"""Settings of the terminal gateway. Addresses of the acquirers are numeric since the outage of last spring."""

LISTEN = ("127.0.0.1", 7400)

ACQUIRERS = {
    "north": ("127.0.0.1", 7501),
    "south": ("127.0.0.1", 7502),
    "island": ("127.0.0.1", 7503),
}
PATIENCE = 8.0
POOL_SIZE = 8
MAX_USES = 80

STATS_AGENT = ("stats-agent.shop.internal", 8125)
STATS_PREFIX = "gateway"

JOURNAL = "journal.log"
