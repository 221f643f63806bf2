"""Settings of the order pages."""

DATABASE = "sqlite:///orders.db"

# Connections that are kept, and as many more when it gets busy.
POOL = 5
OVERFLOW = 10
# Seconds that a request waits for a connection.
PATIENCE = 2.0

# Threads for code that is not async: pages, and what comes before and after.
THREADS = 150
