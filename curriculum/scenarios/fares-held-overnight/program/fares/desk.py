"""The desk: `python -m fares.desk <directory> hold|confirm <reference> [route]`."""
import logging
import sys

from fares import RELEASE, pricing
from fares.store import Held

log = logging.getLogger("desk")


def hold(held, reference, route):
    """Promise today's price to an agency."""
    fare = pricing.price(route)
    held.hold(reference, fare)
    log.info("release %d holds %s %s", RELEASE, reference, amounts(fare))


def confirm(held, reference):
    """Sell at the price that was promised, and post it to the ledger."""
    fare = held.load(reference)
    log.info("release %d sells %s %s", RELEASE, reference, amounts(fare))
    return {"reference": reference, "base": fare.base, "fee": fare.fee, "tax": fare.tax, "total": fare.total}


def amounts(fare):
    return f"{fare.route} base={fare.base} fee={fare.fee} tax={fare.tax} total={fare.total}"


def main(directory, verb, reference, *route):
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(name)s %(message)s")
    if verb == "hold":
        hold(Held(directory), reference, *route)
    else:
        print("ledger", confirm(Held(directory), reference))


if __name__ == "__main__":
    main(*sys.argv[1:])
