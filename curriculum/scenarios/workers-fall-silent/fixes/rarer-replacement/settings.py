"""Settings of the statement service. Every one can be overridden in the environment."""

import os

WORKERS = int(os.environ.get("STATEMENTS_WORKERS", "4"))
JOBS_PER_WORKER = int(os.environ.get("STATEMENTS_JOBS_PER_WORKER", "250")) or None
JOB_TIMEOUT = float(os.environ.get("STATEMENTS_JOB_TIMEOUT", "20"))
BATCH_SIZE = int(os.environ.get("STATEMENTS_BATCH_SIZE", "100"))
RATES_URL = os.environ.get("STATEMENTS_RATES_URL", "http://rates.internal/v2/latest")
RATES_INTERVAL = float(os.environ.get("STATEMENTS_RATES_INTERVAL", "30"))
SEAL_KEY = os.environ.get("STATEMENTS_SEAL_KEY", "only for development").encode()
