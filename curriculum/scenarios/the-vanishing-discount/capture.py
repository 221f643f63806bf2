"""Runs the sales service through a day of events and records what the tools show of it.

    python capture.py <program-dir> <evidence-dir>
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile

PROGRAM, EVIDENCE = (os.path.abspath(path) for path in sys.argv[1:3])

IDENTITY = """
import logging
from sales import Sales

logging.disable(logging.CRITICAL)
sales = Sales(keep=6)
sales.open("q-01", "north", 80000, discount=5)
sales.revise("q-01", discount=12)
old, new = sales.replaced[0], sales.current["q-01"]
print(old, "and", new)
print("old is new:    ", old is new)
print("id:            ", hex(id(old)), hex(id(new)))
print("old == new:    ", old == new)
print("equal hashes:  ", hash(old) == hash(new))
print("versions:      ", old.version, new.version)
print("discounts:     ", old.discount, new.discount)
"""

TABLE = """
import logging
from quotes import Quote
from sales import Sales

logging.disable(logging.CRITICAL)
table = vars(Quote)["discount"]._values
sales = Sales(keep=6)

def show(when):
    alive = sorted([*sales.current.values(), *sales.replaced], key=repr)
    print(f"{when}:")
    print("    alive:     ", *alive)
    print("    in _values:", dict(table.items()))

sales.open("q-01", "north", 80000, discount=5)
sales.open("q-02", "south", 30000, discount=8)
show("two quotes opened")
sales.revise("q-01", discount=12)
show("q-01 revised to 12 %")
sales.revise("q-01", discount=15)
show("q-01 revised to 15 %")
"""

LIFETIME = """
import gc, logging, sys, weakref
from sales import Sales

logging.disable(logging.CRITICAL)
sales = Sales(keep=6)
sales.open("q-01", "north", 80000, discount=5)
weakref.finalize(sales.current["q-01"], print, "                    q-01 v1 is freed")
sales.revise("q-01", discount=12)
current = sales.current["q-01"]
print("held by:", *(type(holder).__name__ for holder in gc.get_referrers(sales.replaced[0])))
gc.collect()
print("after gc.collect(): discount of", current, "is", current.discount)
for number in range(2, 9):
    sales.open(f"q-{number:02}", "south", 30000)
    sales.revise(f"q-{number:02}", cents=29000)
    print(f"q-{number:02} revised:       discount of", current, "is", current.discount)
"""

WATCH = """
import json, logging, sys
import sales

logging.disable(logging.CRITICAL)
service, number = sales.Sales(keep=6), sys.argv[1]
for count, line in enumerate(sys.stdin, 1):
    event = json.loads(line)
    kind, about = event.pop("kind"), event.get("number", "")
    service.outbox.send() if kind == "round" else getattr(service, kind)(**event)
    quote = service.current.get(number)
    if quote is not None:
        print(f"{count:4} {kind:6} {about:4}  {quote} has {quote.discount}")
"""

NO_COLLECTOR = """
import gc, sys
import sales

gc.disable()
sales.main(sys.argv[1])
"""

LIBRARY = """
import inspect, weakref

print(inspect.getsource(weakref.WeakKeyDictionary.__init__))
for name in "get", "__setitem__":
    print(inspect.getsource(getattr(weakref.WeakKeyDictionary, name)))
"""

PLAIN = """
>>> table = {1: "first"}
>>> 1 == True, hash(1) == hash(True), id(1) == id(True)
>>> table[True] = "second"
>>> table
"""


def normalise(text, folder):
    """The same text on every machine."""
    text = text.replace(PROGRAM, "/srv/app").replace(folder, "/tmp/sales")
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


def run_script(name, text, folder, *arguments, stdin=""):
    """What a script of ours prints, under the command that was given."""
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text.lstrip("\n"))
    redirect = ["< day.jsonl"] if stdin else []
    return " ".join(["$ python", name, *arguments, *redirect]), run([name, *arguments], folder, stdin)


def run_session(text):
    """An interactive session, with the answers that this Python gives."""
    import code
    import contextlib
    import io

    console, shown = code.InteractiveConsole(), io.StringIO()
    with contextlib.redirect_stdout(shown):
        for line in text.strip().splitlines():
            print(line)
            console.push(line.removeprefix(">>> "))
    return shown.getvalue()


def write(name, *parts):
    """One artefact."""
    with open(os.path.join(EVIDENCE, name), "w", encoding="utf-8") as file:
        file.write("\n".join(part.rstrip("\n") for part in parts) + "\n")


def make_day():
    """Forty quotes: some never revised, some with a discount from the start, some accepted at once."""
    chance = random.Random(5)
    plan = []
    for index in range(40):
        number = f"q-{index + 1:02}"
        start = index * 6
        discount = chance.choice([0, 5, 5, 8, 10])
        plan.append((start, {"kind": "open", "number": number, "customer": chance.choice(["north", "south", "east"]),
                             "cents": chance.randrange(20, 90) * 1000, "discount": discount}))
        at = start + 3
        for _ in range(chance.choice([0, 1, 1, 1, 2])):
            plan.append((at, {"kind": "revise", "number": number, "discount": discount + chance.choice([2, 4, 7])}))
            at += chance.choice([5, 9])
        plan.append((at + chance.choice([2, 30, 60]), {"kind": "accept", "number": number}))
    plan.extend((moment, {"kind": "round"}) for moment in range(4, 330, 8))
    return "\n".join(json.dumps(event) for _, event in sorted(plan, key=lambda pair: pair[0])) + "\n"


LINE = re.compile(r"\w+ +(?P<kind>\w+) +(?P<number>q-\d+) v(?P<version>\d+): discount (?P<from>\d+) %(?: -> (?P<to>\d+) %)?")


def compare(log):
    """The invoices beside the last mail of the same version, as text, and how many were compared and differ."""
    opened, mailed, revised, revisions, compared, wrong = {}, {}, {}, 0, 0, []
    lines = ["quote  opened with  versions  mailed  invoiced  revisions of others in between"]
    for found in map(LINE.match, log.splitlines()):
        kind, number, version = found["kind"], found["number"], int(found["version"])
        if kind == "open":
            opened[number] = int(found["from"])
        elif kind == "mail":
            mailed[number, version] = int(found["from"])
        elif kind == "revise":
            revisions += 1
            revised[number] = revisions
        elif kind == "accept" and (number, version) in mailed:
            compared += 1
            others = revisions - revised[number] if number in revised else "-"
            said, done = mailed[number, version], int(found["from"])
            wrong += [number] * (said != done)
            lines.append(f"{number}   {opened[number]:9} %  {version:8}  {said:4} %  {done:6} %  {others:>8}"
                         f"{'   differs' if said != done else ''}")
    return [*lines, f"{compared} compared, {len(wrong)} differ"], wrong


def draw_lines(name, title, points):
    """A picture, where the drawing module is at hand."""
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "shared"))
    try:
        import draw
    except ImportError as error:
        print(f"no {name}: {error}", file=sys.stderr)
        return
    draw.lines(os.path.join(EVIDENCE, name), title, "events of the day", "per cent", {"discount": points})


def main():
    os.makedirs(EVIDENCE, exist_ok=True)
    folder, day = tempfile.mkdtemp(), make_day()
    sales = os.path.join(PROGRAM, "sales.py")

    log = run([sales, "6"], folder, day)
    report, wrong = compare(log)
    write("invoice-check.txt", "invoice-check: the last mail of a version, and the invoice for it", *report)
    number = wrong[0]
    own = [line for line in log.splitlines() if f" {number} " in line]
    write("service-log.txt", "sales.log: 14 lines from the morning", *log.splitlines()[20:34], "", f"sales.log: lines with {number}", *own)

    command, shown = run_script("watch.py", WATCH, folder, number, stdin=day)
    shown = shown.splitlines()
    write("watch.txt", command, *shown)
    points = [(int(line.split()[0]), int(line.split()[-1])) for line in shown]
    draw_lines("watch.svg", f"The discount of {number}, read after each event", points)

    write("identity.txt", *run_script("identity.py", IDENTITY, folder))
    write("table.txt", *run_script("table.py", TABLE, folder))
    write("lifetime.txt", *run_script("lifetime.py", LIFETIME, folder))
    write("weakref-source.txt", *run_script("library.py", LIBRARY, folder))
    write("equal-keys.txt", run_session(PLAIN))

    again, _ = compare(run([sales, "1000"], folder, day))
    write("keep-1000.txt", "$ python sales.py 1000 < day.jsonl", "...", "", "invoice-check: the same day", again[-1])
    command, log = run_script("no_collector.py", NO_COLLECTOR, folder, "6", stdin=day)
    again, wrong_again = compare(log)
    write("no-collector.txt", "no_collector.py:", NO_COLLECTOR.strip("\n"), "", command, "...", "",
          "invoice-check: the same day", again[-1], f"the same quotes as before: {wrong_again == wrong}")


if __name__ == "__main__":
    main()
