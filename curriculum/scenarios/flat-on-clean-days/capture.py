"""Lets the tax service work through a morning's orders, and looks into it as one would in production.

python capture.py <program-dir> <evidence-dir>
"""

import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
EVIDENCE = pathlib.Path(sys.argv[2]).resolve()
BATCHES = 160
GAPS = ["NL/e-scooters", "BE/e-scooters", "BE/drones"]

# Works through the orders as service.main does, and then runs what is typed at the debug port, as a console shows it.
CONSOLE = """
import code, gc, json, logging, sys, tracemalloc, types
import pipeline, rules, service

statements = json.load(open("statements.json"))
logging.disable()
book = rules.RuleBook(service.fetch_from_file("rates.json"))
names = {"book": book, "gc": gc, "sys": sys, "tracemalloc": tracemalloc, "pipeline": pipeline}
console = code.InteractiveInterpreter(names)

def describe(thing):
    if isinstance(thing, types.FrameType):
        return f"frame of {thing.f_code.co_name}, line {thing.f_lineno}"
    if isinstance(thing, pipeline.Batch):
        return f"Batch {thing.number}"
    if isinstance(thing, dict):
        return f"dict with {len(thing)} entries"
    if isinstance(thing, types.TracebackType):
        return f"traceback, entry for {thing.tb_frame.f_code.co_name}, line {thing.tb_lineno}"
    return type(thing).__name__ + (f": {thing}" if isinstance(thing, Exception) else "")

def holders(thing):
    "Who refers to it, and who refers to that, up to the book."
    kinds = (Exception, types.TracebackType, types.FrameType, dict, rules.RuleBook)
    passed = {id(names), id(globals())}
    while thing is not None:
        print("   " + describe(thing))
        passed.add(id(thing))
        found = [one for one in gc.get_referrers(thing) if isinstance(one, kinds) and id(one) not in passed]
        found.sort(key=lambda one: next(at for at, kind in enumerate(kinds) if isinstance(one, kind)))
        thing = found[0] if found and not isinstance(thing, rules.RuleBook) else None

names["holders"] = holders

def run(statement):
    first, *more = statement.splitlines()
    print(">>> " + first)
    for line in more:
        print("... " + line)
    console.runsource(statement + ("\\n" if first.startswith("for ") else ""), symbol="single")

if "tracemalloc" in sys.argv:
    tracemalloc.start(6)
with open("orders.jsonl", encoding="utf-8") as orders:
    for batch in pipeline.batches(orders, service.BATCH_SIZE):
        pipeline.book_batch(batch, book, len)
        if batch.number == 40 and "tracemalloc" in sys.argv:
            names["after_40"] = tracemalloc.take_snapshot()
del batch
for statement in statements:
    run(statement)
"""

REPLAY = """
import gc, sys
import pipeline, rules, service

how = sys.argv[1]
book = rules.RuleBook(service.fetch_from_file("rates.json"))
with open("orders.jsonl", encoding="utf-8") as orders:
    for batch in pipeline.batches(orders, service.BATCH_SIZE):
        pipeline.book_batch(batch, book, len)
        freed = gc.collect() if how == "collect" else None
        if how == "renew" and batch.number == 100:
            book.renew()
            print("book.renew()")
        if batch.number % 20 == 0:
            alive = sum(isinstance(thing, pipeline.Batch) for thing in gc.get_objects())
            last = f", last collection found {freed} objects" if freed is not None else ""
            print(f"batch {batch.number:4d}: {service.resident_megabytes():4.0f} MB resident, {alive:4d} batches alive{last}")
"""


def clean(text):
    text = text.replace(str(WORK), "/srv/app").replace(str(PROGRAM), "/srv/app")
    text = re.sub(r"/[\w./-]*/bin/python3(\.\d+)?", "/usr/bin/python3", text)
    text = re.sub(r"/[\w./-]*/lib/python3\.\d+", "/usr/lib/python3", text)
    return re.sub(r"[ \t]+$", "", text, flags=re.M)


def write(name, text):
    (EVIDENCE / name).write_text(clean(text).strip("\n") + "\n", encoding="utf-8")


def write_orders(path, gaps):
    """The same orders each time, but for those that have no rule."""
    chance = random.Random(5)
    with path.open("w", encoding="utf-8") as file:
        for number in range(BATCHES * 500):
            kind = chance.choice(sorted(RATES))
            if chance.random() < 0.006 and gaps:
                kind = chance.choice(GAPS)
            country, _, group = kind.partition("/")
            order = {
                "id": f"O-{number:07d}",
                "country": country,
                "group": group,
                "net": round(chance.uniform(3, 400), 2),
                "customer": f"C-{chance.randint(0, 999999):06d}",
                "note": chance.choice(["", "gift", "leave at the door", "call before delivery"]),
            }
            file.write(json.dumps(order) + "\n")


def python(*args, **settings):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **settings}
    return subprocess.run(
        [sys.executable, *args], cwd=WORK, env=environment, capture_output=True, text=True, check=True
    )


def console(name, *statements, options=()):
    (WORK / "statements.json").write_text(json.dumps(statements))
    write(name, python("console.py", *options).stdout)


def service(orders):
    return python("service.py", orders).stderr.splitlines()


def curve(lines):
    return [
        (int(number), int(size)) for number, size in re.findall(r"batch (\d+): .* (\d+) MB resident", "\n".join(lines))
    ]


def log():
    """The day as the service logs it, a day without gaps beside it, and a picture of both."""
    lines = service("orders.jsonl")
    quiet = service("clean.jsonl")
    noticed = [line for line in lines if "WARNING" in line]
    tail = "\n".join(lines[-10:])
    write("service-log.txt", "$ grep WARNING service.log\n" + "\n".join(noticed) + f"\n$ tail service.log\n{tail}")
    with_gaps, without = curve(lines), curve(quiet)
    rows = ["batch   MB resident   MB resident on a day without gaps"]
    rows += [
        f"{number:5d}   {size:11d}   {dict(without)[number]:33d}" for number, size in with_gaps if number % 10 == 0
    ]
    write("memory.txt", "\n".join(rows))
    try:
        sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "shared"))
        import draw
    except ImportError:
        return print("not captured: memory.svg (the drawing module)", file=sys.stderr)
    series = {"today": with_gaps, "no gaps": without}
    return draw.lines(str(EVIDENCE / "memory.svg"), "Resident memory", "batches", "MB", series)


def inspection():
    console(
        "tracemalloc.txt",
        "snapshot = tracemalloc.take_snapshot()",
        "for line in snapshot.compare_to(after_40, 'lineno')[:6]: print(line)",
        "print(*snapshot.statistics('traceback')[0].traceback.format(), sep='\\n')",
        options=["tracemalloc"],
    )
    console(
        "live-objects.txt",
        "import collections",
        "kinds = collections.Counter(type(thing).__name__ for thing in gc.get_objects())",
        "for kind, number in kinds.most_common(8): print(f'{number:7d} {kind}')",
        "kinds['Batch'], kinds['generator'], kinds['RuleMissing']",
        "frames = [thing for thing in gc.get_objects() if type(thing).__name__ == 'frame']",
        "collections.Counter(frame.f_code.co_name for frame in frames).most_common(3)",
    )
    console(
        "collector.txt",
        "gc.get_threshold(), gc.isenabled()",
        "gc.collect()",
        "len(gc.garbage)",
        "sum(isinstance(thing, pipeline.Batch) for thing in gc.get_objects())",
    )
    console(
        "holders.txt",
        "alive = sorted((thing for thing in gc.get_objects() if isinstance(thing, pipeline.Batch)), key=lambda it: it.number)",
        "batch = alive[-4]",
        "batch.number, len(batch.orders)",
        "holders(batch)",
    )
    console(
        "remembered.txt",
        "import traceback",
        "len(book._rates), len(book._missing)",
        "for error in book._missing.values():\n    print(error, '|', len(list(traceback.walk_tb(error.__traceback__))), 'entries')",
        "traceback.print_tb(error.__traceback__, limit=10, file=sys.stdout)",
    )


def replays():
    write("collect-always.txt", "$ python replay.py collect\n" + python("replay.py", "collect").stdout)
    write("renew.txt", "$ python replay.py renew\n" + python("replay.py", "renew").stdout)
    write(
        "other-allocator.txt",
        "$ PYTHONMALLOC=malloc python replay.py\n" + python("replay.py", "", PYTHONMALLOC="malloc").stdout,
    )


with tempfile.TemporaryDirectory() as folder:
    WORK = pathlib.Path(folder).resolve()
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    for file in PROGRAM.glob("*.py"):
        shutil.copy(file, WORK)
    RATES = {f"{country}/{group}": 0.2 for country in ("NL", "BE") for group in ("books", "shoes", "garden", "toys")}
    (WORK / "rates.json").write_text(json.dumps(RATES))
    write_orders(WORK / "orders.jsonl", gaps=True)
    write_orders(WORK / "clean.jsonl", gaps=False)
    (WORK / "console.py").write_text(CONSOLE)
    (WORK / "replay.py").write_text(REPLAY)
    log()
    inspection()
    replays()
