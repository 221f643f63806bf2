"""Renders one account statement. Runs in the worker processes."""

import hashlib
import logging
import os

import settings

log = logging.getLogger("statements")

LINES_PER_PAGE = 48
SEAL_ROUNDS = 5_000


def announce():
    """Called once by every new worker."""
    log.info("worker ready, pid %d", os.getpid())


def render(job, table):
    """The finished statement of one job, with these rates into euros."""
    rows = [f"Statement {job['id']}  account {job['account']}", ""]
    total = 0.0
    for booking in job["bookings"]:
        euros = round(booking["amount"] * table[booking["currency"]], 2)
        total += euros
        rows.append(f"{booking['date']}  {booking['text']:<40.40}  {euros:>12.2f}")
    rows.append(f"{'Total':>52}  {total:>12.2f}")
    pages = ["\n".join(rows[start : start + LINES_PER_PAGE]) for start in range(0, len(rows), LINES_PER_PAGE)]
    return {"id": job["id"], "total": round(total, 2), "seals": [seal(page) for page in pages]}


def seal(page):
    """What the archive checks: nobody can change a page without the key."""
    return hashlib.pbkdf2_hmac("sha256", page.encode(), settings.SEAL_KEY, SEAL_ROUNDS).hex()
