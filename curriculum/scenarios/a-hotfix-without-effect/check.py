"""Does a hotfix reach the running worker? `python check.py <program-dir>`.

Installs the release, lays the hotfix over it and imports the worker from the folder that the deploy tool says to run from.
The bad moment: bytecode of the release is there, and the hotfix has changed the source below it.
"""
import importlib.util
import json
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else "program").resolve()

# (zone, kilos, price by the sources of the hotfix)
ORDERS = [("GB", 2, "4.90"), ("BT", 4, "9.20"), ("IE", 1, "16.00"), ("GG", 2, "15.90")]


def main():
    with tempfile.TemporaryDirectory() as folder:
        return check(Path(folder).resolve() / "site")


def check(site):
    sys.path.insert(0, str(PROGRAM))
    import deploy

    deploy.install(PROGRAM / "release", site)
    source = site / "quotes" / "rates.py"
    before = source.read_text()
    had_bytecode = Path(importlib.util.cache_from_source(source)).exists()
    runs_from = deploy.patch(PROGRAM / "hotfix", site)
    source = Path(runs_from) / "quotes" / "rates.py"
    has_hotfix = source.read_text() == (PROGRAM / "hotfix/quotes/rates.py").read_text() != before

    sys.path[0] = str(runs_from)
    from quotes import rates, service

    forced = [had_bytecode, has_hotfix, Path(rates.__file__).resolve() == source.resolve()]
    wrong = []
    for zone, kilos, right in ORDERS:
        try:
            price = service.quote({"order": 1, "zone": zone, "kilos": kilos})["price"]
        except LookupError as error:
            price = repr(error)
        if price != str(Decimal(right)):
            wrong.append(f"{zone} {kilos} kg: {price}, by the source {right}")
    if not all(forced):
        return report("broken", None, forced, f"not forced, rates from {rates.__file__}", 2)
    if wrong:
        return report("broken", "wrong-value", forced, f"{len(wrong)} of {len(ORDERS)} quotes wrong; {wrong[0]}", 1)
    return report("healthy", None, forced, f"{len(ORDERS)} of {len(ORDERS)} quotes as in the hotfix", 0)


def report(verdict, symptom, forced, saw, code):
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    return code


if __name__ == "__main__":
    sys.exit(main())
