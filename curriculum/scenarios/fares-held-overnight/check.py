"""Is a held fare sold as it was promised, and only that? `python check.py <program-dir>`.

Lays files of both releases and planted ones into a directory, and lets the program load them. The old files are made by the
classes themselves, as each release defines them. What is planted calls os.mkdir: it leaves a directory behind, no more.
"""
import json
import pickle
import sys
import tempfile
import types
from dataclasses import make_dataclass
from pathlib import Path

PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else "program").resolve()
AMOUNTS = {"route": "EDI-LHR", "base": 18200, "fee": 450, "tax": 2366}
ORDERS = {7: ["route", "base", "tax", "fee"], 8: ["route", "base", "fee", "tax"]}


def held_by(release):
    """The state and the pickle of a fare as a release has written it."""
    module = types.ModuleType("fares.model")
    fare_class = make_dataclass("Fare", ORDERS[release], frozen=True, slots=True, kw_only=True)
    fare_class.__module__ = "fares.model"
    module.Fare = fare_class
    package = types.ModuleType("fares")
    package.model = module
    sys.modules.update({"fares": package, "fares.model": module})
    try:
        fare = fare_class(**AMOUNTS)
        return fare.__getstate__(), pickle.dumps(fare)
    finally:
        del sys.modules["fares"], sys.modules["fares.model"]


def text(value):
    return b"\x8c" + bytes([len(value)]) + value.encode()


def planted(module, name, marker):
    """A pickle of protocol 4 that calls `module.name(marker)` while it is read."""
    return b"\x80\x04" + text(module) + text(name) + b"\x93" + text(marker) + b"\x85R."


def main():
    with tempfile.TemporaryDirectory() as folder:
        return check(Path(folder))


def check(directory):
    old_state, old = held_by(7)
    new_state, new = held_by(8)
    sys.path.insert(0, str(PROGRAM))
    from fares import model, store

    held = store.Held(directory)
    forced = [old_state == ["EDI-LHR", 18200, 2366, 450], new_state == ["EDI-LHR", 18200, 450, 2366], old != new]

    def lay(reference, release, body):
        header = json.dumps({"reference": reference, "release": release}).encode()
        (directory / f"{reference}.held").write_bytes(header + b"\n" + body)

    # Would the payload do what it says, were it read without any care?
    control = directory / "m0"
    pickle.loads(planted("os", "mkdir", str(control)))
    forced.append(control.is_dir())
    called = []
    for number, (module, name) in enumerate([("os", "mkdir"), ("fares.store", "os.mkdir"), ("fares.model", "os.mkdir"),
                                             ("fares.legacy", "os.mkdir")], 1):
        for release in ORDERS:
            marker = directory / f"m{number}{release}"
            lay("PLANT", release, planted(module, name, str(marker)))
            try:
                held.load("PLANT")
            except Exception:
                pass
            if marker.exists():
                called.append(f"a file of release {release} that names {name} of {module} made a directory")

    lay("OLD", 7, old)
    lay("NEW", 8, new)
    held.hold("OWN", model.Fare(**AMOUNTS))
    lost, wrong = [], []
    for reference in ("OLD", "NEW", "OWN"):
        try:
            fare = held.load(reference)
            found = {name: getattr(fare, name) for name in AMOUNTS}
        except Exception as error:
            lost.append(f"{reference} cannot be sold: {type(error).__name__}")
            continue
        if found != AMOUNTS:
            wrong.append(f"{reference} promised with fee {AMOUNTS['fee']} and tax {AMOUNTS['tax']}, "
                         f"sold with fee {found['fee']} and tax {found['tax']}")

    if not all(forced):
        return report("broken", None, forced, "the files could not be made", 2)
    for symptom, faults in (("insecure", called), ("lost-work", lost), ("wrong-value", wrong)):
        if faults:
            return report("broken", symptom, forced, faults[0], 1)
    return report("healthy", None, forced, "three fares sold as promised, eight planted files refused", 0)


def report(verdict, symptom, forced, saw, code):
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    return code


if __name__ == "__main__":
    sys.exit(main())
