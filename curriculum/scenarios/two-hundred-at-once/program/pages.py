"""The pages about orders."""

import time

from database import Order


def show(session, number):
    """An order as the customer sees it."""
    order = session.get(Order, number)
    if order is None:
        return {"number": number, "state": "unknown"}
    # The template, which takes its time.
    time.sleep(0.005)
    return {"number": order.number, "state": order.state}
