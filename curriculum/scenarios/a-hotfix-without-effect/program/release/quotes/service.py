"""The worker: reads orders, one JSON object a line, and answers each with a quote."""
import json
import logging
import os
import sys

from quotes import rates

log = logging.getLogger("quotes")


def quote(order):
    """The quote for one order, as the shop expects it."""
    price = rates.parcel(order["zone"], order["kilos"])
    return {"order": order["order"], "zone": order["zone"], "price": str(price)}


def serve(lines, out):
    """Answer every order. An order that cannot be quoted must not stop the others."""
    for line in lines:
        order = json.loads(line)
        try:
            answer = quote(order)
        except LookupError:
            log.exception("order %s not quoted", order["order"])
            answer = {"order": order["order"], "error": "no quote"}
        print(json.dumps(answer), file=out, flush=True)


def main():
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    log.info("worker %d up, rates %s", os.getpid(), rates.VERSION)
    serve(sys.stdin, sys.stdout)


if __name__ == "__main__":
    main()
