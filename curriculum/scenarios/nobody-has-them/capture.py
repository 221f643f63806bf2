"""Books a morning's entries with the real pool until it is empty, and looks into it as one would in production.

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
ENTRIES = 700

# Books the first entries, and then runs what is typed at the debug port, as a console shows it.
CONSOLE = """
import code, csv, gc, json, logging, sys
import booking, pool as pools
from ledger import Ledger

statements = json.load(open("statements.json"))
logging.basicConfig(level=logging.WARNING, stream=sys.stdout, format="%(levelname)s %(name)s: %(message)s")
logging.disable()
pool = pools.Pool(Ledger())
names = {"pool": pool, "Connection": pools.Connection, "Pool": pools.Pool, "Ledger": Ledger}
names |= {"book": booking.book, "gc": gc}
console = code.InteractiveInterpreter(names)
with open("entries.csv", newline="") as file:
    for number, (account, amount) in enumerate(csv.reader(file), 1):
        if number > int(sys.argv[1]):
            break
        try:
            booking.book(pool, account, float(amount))
        except pools.PoolEmpty:
            pass
logging.disable(logging.NOTSET)
for statement in statements:
    print(">>> " + statement)
    console.runsource(statement + ("\\n" if statement.startswith("for ") else ""), symbol="single")
"""

LARGER = """
import sys
import booking, pool
pool.Pool.__init__.__defaults__ = (int(sys.argv[1]),)
booking.main("entries.csv")
"""


def clean(text):
    text = text.replace(str(WORK), "/srv/app").replace(str(PROGRAM), "/srv/app")
    text = re.sub(r"/[\w./-]*/bin/python3(\.\d+)?", "/usr/bin/python3", text)
    text = re.sub(r"/[\w./-]*/lib/python3\.\d+", "/usr/lib/python3", text)
    return re.sub(r"[ \t]+$", "", text, flags=re.M)


def write(name, text):
    (EVIDENCE / name).write_text(clean(text).strip("\n") + "\n", encoding="utf-8")


def write_entries(path):
    """One entry in ten is for an account that has been closed."""
    chance = random.Random(2)
    rows = [
        f"{'X' if chance.random() < 0.1 else 'A'}-{chance.randint(1000, 9999)},{chance.uniform(1, 900):.2f}"
        for _ in range(ENTRIES)
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def python(*args):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, *args], cwd=WORK, env=environment, capture_output=True, text=True)


def console(name, after, *statements):
    (WORK / "statements.json").write_text(json.dumps(statements))
    write(name, python("console.py", str(after)).stdout)


def shell(command):
    done = subprocess.run(command, shell=True, cwd=WORK, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return f"$ {command}\n{done.stdout}"


def log():
    lines = python("booking.py", "entries.csv").stderr.splitlines()
    (WORK / "booking.log").write_text("\n".join(lines) + "\n")
    write(
        "warnings.txt", shell("grep -E 'WARNING|ERROR' booking.log | head -n 14") + shell("grep -c ERROR booking.log")
    )
    rejected, rows, leased, losses = 0, ["entries   rejected so far   made   idle   leased"], [(0, 0)], [(0, 0)]
    for line in lines:
        rejected += " rejected: " in line
        if found := re.search(r"(\d+) entries; pool: (\d+) made, (\d+) idle, (\d+) leased", line):
            entries, made, idle, out = map(int, found.groups())
            rows.append(f"{entries:7d}   {rejected:15d}   {made:4d}   {idle:4d}   {out:6d}")
            leased.append((entries, out))
            losses.append((entries, rejected))
    write("pool-status.txt", "\n".join(rows))
    try:
        sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "shared"))
        import draw
    except ImportError:
        return print("not captured: pool-status.svg (the drawing module)", file=sys.stderr)
    series = {"rejected": losses, "leased": leased}
    return draw.lines(
        str(EVIDENCE / "pool-status.svg"), "Leased connections and rejected entries", "entries", "number", series
    )


def inspection():
    console(
        "live-objects.txt",
        ENTRIES,
        "pool.status()",
        "[thing for thing in gc.get_objects() if isinstance(thing, Connection)]",
        "pool._idle",
        "len(pool.ledger.sessions), list(pool.ledger.sessions.items())[:2]",
    )
    console(
        "collector.txt", ENTRIES, "gc.isenabled(), gc.get_threshold()", "gc.collect()", "gc.garbage", "pool.status()"
    )
    console(
        "one-connection.txt",
        FIRST_FORGOTTEN,
        "connection = pool._idle[-1]",
        "connection.number, connection.session, connection.is_leased",
        "gc.is_tracked(connection), gc.is_finalized(connection)",
        "other = Pool(Ledger()).lease()",
        "gc.is_tracked(other), gc.is_finalized(other)",
        "other.release()",
    )
    console(
        "by-hand.txt",
        0,
        "book(pool, 'A-1001', 10.0), pool.status()",
        "book(pool, 'X-1002', 10.0), pool.status()",
        "book(pool, 'A-1003', 10.0), pool.status()",
        "book(pool, 'X-1004', 10.0), pool.status()",
        "book(pool, 'A-1005', 10.0), pool.status()",
    )


def lasted(log):
    """How many entries were rejected before the first one that could not be booked."""
    return (WORK / log).read_text().partition("not booked")[0].count(" rejected: ")


def runs():
    tests = python("-m", "unittest", "-v", "-b", "test_pool")
    write("tests.txt", f"$ python -m unittest -v -b test_pool\n{tests.stderr}")
    (WORK / "dev.log").write_text(python("-X", "dev", "-W", "always", "booking.py", "entries.csv").stderr)
    counted = [
        shell(f"grep -c '{what}' dev.log") for what in ("taking it back", "Exception ignored", "ResourceWarning")
    ]
    write("dev-mode.txt", "$ python -X dev -W always booking.py entries.csv 2> dev.log\n" + "".join(counted))
    (WORK / "larger.py").write_text(LARGER)
    (WORK / "larger.log").write_text(python("larger.py", "16").stderr)
    rows = [
        f"{lasted(log):3d} entries rejected before the first is not booked: {size} connections"
        for log, size in (("booking.log", 8), ("larger.log", 16))
    ]
    write(
        "larger.txt",
        "$ python larger.py 16 2> larger.log\n" + shell("grep -m 1 'not booked' larger.log") + "\n" + "\n".join(rows),
    )


with tempfile.TemporaryDirectory() as folder:
    WORK = pathlib.Path(folder).resolve()
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    for file in PROGRAM.glob("*.py"):
        shutil.copy(file, WORK)
    write_entries(WORK / "entries.csv")
    accounts = (WORK / "entries.csv").read_text().splitlines()
    FIRST_FORGOTTEN = next(number for number, row in enumerate(accounts, 1) if row.startswith("X"))
    (WORK / "console.py").write_text(CONSOLE)
    log()
    inspection()
    runs()
