"""Runs the desk through a day of requests and records what the tools show of it.

    python capture.py <program-dir> <evidence-dir>
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "shared"))
sys.dont_write_bytecode = True
from terminal import fold

PROGRAM, EVIDENCE = (os.path.abspath(path) for path in sys.argv[1:3])
RIGHTS = {"refund": "refund", "payout": "payout", "closing": "close", "unlocking": "unlock", "lookup": "desk"}
SHARES = {"refund": 38, "payout": 17, "closing": 9, "unlocking": 22, "lookup": 64}

CALLS = """
import logging, sys
import desk
from handlers import Request

logging.disable(logging.CRITICAL)
service = desk.Desk(desk.Books(), desk.Trail("trail.jsonl"))
depth = 0

def trace(frame, event, value):
    global depth
    name = f"{frame.f_globals['__name__']}.{frame.f_code.co_qualname}"
    if event == "call":
        depth += 1
        print("  " * depth + name)
    elif event == "exception":
        print("  " * depth + f"! {value[0].__name__} in {name}")
    elif event == "return":
        depth -= 1
    return trace

request = Request(sys.argv[1], "anna", frozenset({"refund", "payout", "close"}), "o-4711", 1990)
sys.settrace(trace)
service.serve(request)
sys.settrace(None)
"""

ORDER = """
import staff

for cls in staff.Refund, staff.Payout, staff.Closing, staff.Unlocking, staff.Lookup:
    print(cls.__name__)
    print("   ", " > ".join(c.__name__ for c in cls.__mro__))
"""

DIRECT = """
import desk
from audit import Audited
from handlers import Request

service = desk.Desk(desk.Books(), desk.Trail("trail.jsonl"))
handler = service.handlers["refund"]
request = Request("refund", "anna", frozenset({"refund"}), "o-4711", 1990)
Audited.handle(handler, request)
"""

ROUTES = """
import desk, staff

service = desk.Desk(desk.Books(), desk.Trail("trail.jsonl"))
for action, handler in service.handlers.items():
    cls = type(handler)
    print(f"{action:10} {cls.__module__}.{cls.__name__:10} is staff.{cls.__name__}: "
          f"{cls is getattr(staff, cls.__name__)!s:6} trail: {type(getattr(handler, 'trail', None)).__name__}")
"""


def normalise(text, folder):
    """The same text on every machine."""
    text = text.replace(PROGRAM, "/srv/app").replace(folder, "/tmp/desk")
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


def run_script(name, text, folder, *arguments):
    """What a script of ours prints, under the command that was given."""
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text.lstrip("\n"))
    return " ".join(["$ python", name, *arguments]), run([name, *arguments], folder)


def write(name, *parts):
    """One artefact."""
    with open(os.path.join(EVIDENCE, name), "w", encoding="utf-8") as file:
        lines = "\n".join(part.rstrip("\n") for part in parts).split("\n")
        file.write("\n".join(map(fold, lines)) + "\n")


def make_day():
    """150 requests in the mixture of a working day. Three of them are for a person without the right."""
    chance = random.Random(11)
    actions = [action for action, share in SHARES.items() for _ in range(share)]
    chance.shuffle(actions)
    lines, without_right = [], 3
    for number, action in enumerate(actions):
        person = chance.choice(["anna", "bert", "cleo", "dora", "emil"])
        rights = {"desk", RIGHTS[action]}
        if action == "refund" and without_right and number > 20:
            rights, without_right, person = {"desk"}, without_right - 1, "otto"
        cents = chance.randrange(500, 20_000) if action in ("refund", "payout") else 0
        lines.append(json.dumps({
            "action": action, "person": person, "rights": sorted(rights), "subject": f"o-{7000 + number}", "cents": cents,
        }))
    return "\n".join(lines) + "\n"


def count_trail(path):
    """Entries by action and end."""
    with open(path, encoding="utf-8") as file:
        return Counter(f"{entry['action']} {entry['end']}" for entry in map(json.loads, file))


def show_counts(counts):
    """One line each, in the order of the names."""
    return [f"{count:7} {name}" for name, count in sorted(counts.items())]


def draw_bars(name, title, values):
    """A picture, where the drawing module is at hand."""
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "shared"))
    try:
        import draw
    except ImportError as error:
        print(f"no {name}: {error}", file=sys.stderr)
        return
    draw.bars(os.path.join(EVIDENCE, name), title, values, "requests")


def main():
    os.makedirs(EVIDENCE, exist_ok=True)
    folder = tempfile.mkdtemp()
    desk, day, trail = os.path.join(PROGRAM, "desk.py"), make_day(), os.path.join(folder, "trail.jsonl")

    log = run([desk, trail, "25"], folder, day).splitlines()
    start = [line for line in log if "is served by" in line]
    rest = [line for line in log if "is served by" not in line]
    refused = [line for line in rest if "refused" in line]
    write("service-log.txt", "desk.log: the start", *start, "", "desk.log: lines with 'refused'", *refused, "",
          "desk.log: the end", *rest[-14:])

    with open(trail, encoding="utf-8") as file:
        tail = file.read().splitlines()[-8:]
    entered = count_trail(trail)
    write("trail.txt", "trail.jsonl: entries by action and end", *show_counts(entered), "", "trail.jsonl: the end", *tail)

    booked = Counter(line.split()[2] for line in rest if ": booked as" in line)
    write("ledger.txt", "ledger: bookings of the day by kind", *show_counts(booked), "",
          "trail.jsonl: entries by action and end", *show_counts(entered))
    picture = [(f"{kind}: {what}", counts.get(key, 0))
               for kind in sorted(booked)
               for what, counts, key in (("booked", booked, kind), ("in the trail", entered, f"{kind} done"))]
    draw_bars("ledger.svg", "Bookings of the day, and entries in the trail", picture)

    single = os.path.join(folder, "single.jsonl")
    last = run([desk, single, "1"], folder, day).splitlines()[-1:]
    write("batch-of-one.txt", "$ python desk.py single.jsonl 1 < day.jsonl", "...", *last, "",
          "single.jsonl: entries by action and end", *show_counts(count_trail(single)))

    for action in "refund", "payout", "closing":
        write(f"calls-{action}.txt", *run_script("calls.py", CALLS, folder, action))
    write("order.txt", *run_script("order.py", ORDER, folder))
    write("direct.txt", *run_script("direct.py", DIRECT, folder))
    write("routes.txt", *run_script("routes.py", ROUTES, folder))
    tests = run(["-m", "unittest", "-v", "test_audit"], folder)
    write("tests.txt", "$ python -m unittest -v test_audit", tests)


if __name__ == "__main__":
    main()
