"""Does the price of one tenant stay what it is when another tenant is loaded?

    python check.py <program-dir>

Prices the same goods for each tenant before and after the modules of the others are imported.
"""

import json
import logging
import os
import sys

# 100 for an island, with each tenant's own rules and the tax of 20 %.
WANTED = {"north": 12_360, "harbour": 18_360, "alpine": 11_400}


def judge(symptom, forced, saw):
    """Print the verdict as the last line and end."""
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    sys.exit(2 if not all(forced) else 1 if symptom else 0)


def main(program):
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.abspath(program))
    logging.disable(logging.CRITICAL)
    try:
        from core import Order
        from service import Service

        service = Service()
        first = {name: service.price(name, Order(number, 10_000, "island-2")) for number, name in enumerate(WANTED, 1)}
        # The bad moment: all tenants live in this one process now.
        forced = [f"tenants.{name}" in sys.modules for name in WANTED]
        again = {name: service.price(name, Order(number, 10_000, "island-2")) for number, name in enumerate(WANTED, 11)}
    except Exception as error:
        judge("exception", [True], f"{type(error).__name__}: {error}"[:200])
    for name, wanted in WANTED.items():
        if again[name] != wanted:
            judge("wrong-value", forced, f"{name} pays {first[name]} at first and {again[name]} then, and should pay {wanted}")
    judge(None, forced, f"every tenant pays its own price, before and after: {again}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "program")
