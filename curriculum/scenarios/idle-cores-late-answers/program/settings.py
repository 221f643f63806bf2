"""Settings of the tracking service. Every one can be overridden in the environment."""

import os

PORT = int(os.environ.get("TRACKING_PORT", "8080"))
STORE_HOST = os.environ.get("TRACKING_STORE_HOST", "store.internal")
STORE_PORT = int(os.environ.get("TRACKING_STORE_PORT", "7420"))
WAITS_FILE = os.environ.get("TRACKING_WAITS_FILE", "/var/lib/tracking/waits.jsonl")
FORECAST_PAUSE = float(os.environ.get("TRACKING_FORECAST_PAUSE", "300"))
FORECASTS = os.environ.get("TRACKING_FORECASTS", "on") == "on"
