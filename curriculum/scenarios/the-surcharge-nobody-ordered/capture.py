"""Runs two workers of the price service through a morning and records what the tools show of it.

    python capture.py <program-dir> <evidence-dir>
"""

import os
import random
import re
import subprocess
import sys
import tempfile

PROGRAM, EVIDENCE = (os.path.abspath(path) for path in sys.argv[1:3])

IDENTITY = """
from core import Tenant
from service import Service

service = Service()
for cls in Tenant, service.tenant("north"), service.tenant("harbour"), service.tenant("alpine"):
    own = "rules" in vars(cls)
    print(f"{cls.__name__:8} rules in its own namespace: {own}   id {id(cls.rules):#x}   {len(cls.rules)} rules")
"""

STEPS = """
from service import Service

service = Service()
north = service.tenant("north")
for name in "north", "harbour", "alpine":
    service.tenant(name)
    print(f"after tenants.{name} is imported, North has")
    for code, rule in north.rules.items():
        print(f"    {code:8} {rule.__module__}.{rule.__name__}")
"""

MODULES = """
import sys
from service import Service

service = Service()
for name in "north", "harbour", "alpine":
    service.tenant(name)
for name, module in sys.modules.items():
    if name.partition(".")[0] in ("core", "service", "tenants"):
        print(f"{name:16} {module.__file__}")
print(*(f"{cls.__module__}.{cls.__name__}" for cls in sys.modules["core"].Tenant.__subclasses__()))
"""

PROBE = """
import logging, sys
from core import Order
from service import Service

logging.disable(logging.CRITICAL)
service, last = Service(), None
for count, line in enumerate(sys.stdin, 1):
    name, number, cents, to = line.split()
    service.price(name, Order(int(number), int(cents), to))
    total, codes = service.tenant("north").price(Order(0, 10_000, "island-2"))
    print(f"after request {count:3} (for {name + '):':9} 100.00 to island-2 cost {total / 100:.2f} at North")
"""

DISASSEMBLE = """
import dis
import core

dis.dis(core.Rule.__init_subclass__)
"""


def normalise(text, folder):
    """The same text on every machine."""
    text = text.replace(PROGRAM, "/srv/app").replace(folder, "/tmp/prices")
    library = os.path.dirname(os.__file__)
    return re.sub(r"[ \t]+$", "", text.replace(library, "/usr/lib/python3"), flags=re.M)


def run(command, folder, stdin=""):
    """What a command prints, with the program importable."""
    environment = {**os.environ, "PYTHONPATH": PROGRAM, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder, env=environment, input=stdin, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
    )
    return normalise(done.stdout, folder)


def run_script(name, text, folder, stdin="", source=""):
    """What a script of ours prints, under the command that was given."""
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text.lstrip("\n"))
    return f"$ python {name}{source}", run([name], folder, stdin)


def write(name, *parts):
    """One artefact."""
    with open(os.path.join(EVIDENCE, name), "w", encoding="utf-8") as file:
        file.write("\n".join(part.rstrip("\n") for part in parts) + "\n")


def make_requests(seed, names, count):
    """Requests of a morning. Each order is priced twice, in the basket and at the checkout, a little later."""
    chance = random.Random(seed)
    lines = []
    for number in range(count):
        name = names[min(number * len(names) // count, len(names) - 1)]
        name = chance.choice([name, "north", "north"])
        line = f"{name} {4000 + seed * 100 + number} {chance.randrange(20, 90) * 100} {chance.choice(['city', 'island-2', 'valley'])}"
        lines.append((number, line))
        lines.append((number + 2.5, line))
    return "\n".join(line for _, line in sorted(lines)) + "\n"


def draw_lines(name, title, series):
    """A picture, where the drawing module is at hand."""
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "shared"))
    try:
        import draw
    except ImportError as error:
        print(f"no {name}: {error}", file=sys.stderr)
        return
    draw.lines(os.path.join(EVIDENCE, name), title, "requests served", "price", series)


def main():
    os.makedirs(EVIDENCE, exist_ok=True)
    folder = os.path.realpath(tempfile.mkdtemp())
    service = os.path.join(PROGRAM, "service.py")
    mixed = make_requests(1, ["north", "harbour", "alpine"], 15)
    single = make_requests(2, ["north"], 15)
    # One order of the second worker's morning is asked for in the first worker too, after everything else.
    shared = next(line for line in single.splitlines() if line.endswith("island-2"))
    mixed += shared + "\n"

    write("worker-1.txt", "$ python service.py 1 < requests-1", run([service, "1"], folder, mixed))
    write("worker-2.txt", "$ python service.py 2 < requests-2", run([service, "2"], folder, single))
    write("no-cache.txt", "$ python service.py 1 0 < requests-1", "...", *run([service, "1", "0"], folder, mixed).splitlines()[-12:])

    series = {}
    for worker, requests in ("worker 1", mixed), ("worker 2", single):
        command, shown = run_script("probe.py", PROBE, folder, requests, f" < requests-{worker[-1]}")
        shown = shown.splitlines()
        series[worker] = [(int(line.split()[2]), float(line.split()[-3])) for line in shown]
        if worker == "worker 1":
            write("probe.txt", command, *shown)
    draw_lines("probe.svg", "North: 100.00 to island-2, after each request", series)

    write("identity.txt", *run_script("identity.py", IDENTITY, folder))
    write("steps.txt", *run_script("steps.py", STEPS, folder))
    write("modules.txt", *run_script("modules.py", MODULES, folder))
    write("dis.txt", *run_script("disassemble.py", DISASSEMBLE, folder))

    first = "harbour 4701 10000 city\n"
    then = "north 4702 10000 city\nharbour 4703 10000 city\n"
    write("harbour-first.txt", "$ python service.py 3 < requests-3", run([service, "3"], folder, first + then))


if __name__ == "__main__":
    main()
