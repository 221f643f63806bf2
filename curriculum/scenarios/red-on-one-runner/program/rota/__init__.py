"""Who works when, and what is paid for it."""
