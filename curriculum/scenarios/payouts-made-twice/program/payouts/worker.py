"""The worker of a host: `python -m payouts.worker <table> <host> <run> ...`."""
import argparse
import logging
import time
from pathlib import Path

from payouts.lease import Leases
from payouts.table import Table

log = logging.getLogger("worker")


def pay(leases, run, payments, ledger, pause):
    """Pay the payments of a run that we hold, one after the other."""
    for payment in range(payments):
        if not leases.renew(run):
            log.warning("%s has lost %s after %d of %d payments", leases.host, run, payment, payments)
            return
        with ledger.open("a") as lines:
            lines.write(f"{run} payment {payment} by {leases.host}\n")
        time.sleep(pause)
    leases.finish(run)
    log.info("%s has paid %s", leases.host, run)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("host")
    parser.add_argument("runs", nargs="+")
    parser.add_argument("--lease", type=float, default=30.0, help="seconds")
    parser.add_argument("--payments", type=int, default=4)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds that the bank takes for a payment")
    parser.add_argument("--tries", type=int, default=20)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s.%(msecs)03d %(message)s", datefmt="%H:%M:%S")
    leases = Leases(Table(options.table), options.host, options.lease)
    for _ in range(options.tries):
        for run in options.runs:
            if leases.take(run):
                pay(leases, run, options.payments, options.table / "ledger", options.pause)
                return
        time.sleep(0.25)
    log.info("%s has found nothing to take in %d tries", options.host, options.tries)


if __name__ == "__main__":
    main()
