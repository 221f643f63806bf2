"""Settles a payment among its payees: `python settle.py <pence> <payees>`."""
import sys

import penny_rules


def settle(pence, payees):
    """What each payee gets. What the host has taken in has to leave it again."""
    return penny_rules.shares(pence, payees)


def main(pence, payees):
    paid_out = settle(int(pence), int(payees))
    print(f"received {pence}, paid out {sum(paid_out)}: {paid_out}")


if __name__ == "__main__":
    main(*sys.argv[1:])
