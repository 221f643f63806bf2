"""Two hundred customers at once, and where their requests stand. `python capture.py <program-dir> <evidence-dir>`. Needs SQLAlchemy."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True
from terminal import Terminal

try:
    import sqlalchemy  # noqa: F401
except ImportError:
    sys.exit("SQLAlchemy is not installed: nothing was captured")

LOAD = """\
import asyncio
import collections
import faulthandler
import queue
import sys
import time

import settings

for name, value in (pair.split("=") for pair in sys.argv[2:]):
    setattr(settings, name, type(getattr(settings, name))(value))

import database
import framework
import pages

# The same queue, of the kind that can be looked into.
framework.threads._work_queue = queue.Queue()
database.Base.metadata.create_all(database.engine)
BEGIN = time.monotonic()
seen = []


def now():
    return time.monotonic() - BEGIN


async def ask(number, after):
    await asyncio.sleep(after)
    try:
        answer = await framework.serve(pages.show, number)
        seen.append((now(), "answered"))
    except Exception as error:
        seen.append((now(), type(error).__name__))
        if len([one for one in seen if one[1] != "answered"]) <= 3:
            print(f"{now():5.2f} s order {number}: {error}", file=sys.stderr)


async def look(after):
    await asyncio.sleep(after)
    queued = list(framework.threads._work_queue.queue)
    told = collections.Counter()
    runs = []
    for item in queued:
        name = getattr(item.fn, "__qualname__", str(item.fn))
        told[name] += 1
        if runs and runs[-1][0] == name:
            runs[-1][1] += 1
        else:
            runs.append([name, 1])
    with open("queue.txt", "w") as file:
        print("threads:", len(framework.threads._threads), "  waiting for one:", len(queued), file=file)
        for name, count in runs:
            print(f"{count:5d} {name}", file=file)
    with open("status.txt", "w") as file:
        print(database.engine.pool.status().replace("  ", "\\n"), file=file)
    with open("dump.txt", "w") as file:
        faulthandler.dump_traceback(file)


async def main():
    morning = [ask(number, number * 0.05) for number in range(1, 40)]
    newsletter = [ask(number, 2.0) for number in range(1, 201)]
    await asyncio.gather(*morning, *newsletter, look(3.0))


async def at_once(count):
    await asyncio.gather(*(ask(number, 0) for number in range(1, count + 1)))


if sys.argv[1] == "seconds":
    asyncio.run(main())
    print("seconds   answered   failed")
    for second in range(14):
        end = second + 1
        part = [what for when, what in seen if second <= when < end]
        print(f"{second:3d}-{end:<3d}   {part.count('answered'):8d}   {len(part) - part.count('answered'):6d}")
else:
    asyncio.run(at_once(int(sys.argv[1])))
    failed = sum(what != "answered" for _, what in seen)
    print(f"{sys.argv[1]:>7}   {settings.THREADS:7d}   {settings.POOL + settings.OVERFLOW:11d}   {len(seen) - failed:8d}   {failed:6d}")
"""

TALLY = """\
import collections
import re
import sys

stacks = re.split(r"\\n\\n", open(sys.argv[1]).read().strip())
tops = collections.Counter()
for stack in stacks:
    frames = re.findall(r'File "([^"]+)", line \\d+ in (\\S+)', stack)
    shown = [f"{path.rpartition('/')[2]}:{name}" for path, name in frames]
    ours = next((one for one in shown if one.startswith(("pages.py", "framework.py"))), "-")
    sql = next((one for one in shown if one in ("impl.py:_do_get", "base.py:connect")), "-")
    tops[shown[0], sql, ours] += 1
for (top, sql, ours), count in tops.most_common():
    print(f"{count:3d} threads in {top}, under {sql}, from {ours}")
"""

LIFE = """\
import asyncio, threading, time
import settings, database, framework, pages

database.Base.metadata.create_all(database.engine)
BEGIN = time.monotonic()

def note(number, what):
    if number in (3, 120):
        print(f"{time.monotonic() - BEGIN:6.2f} s  request {number:3d}  {what}  ({threading.current_thread().name})", flush=True)

def page(made, number):
    made.info["number"] = number
    note(number, "page begins")
    answer = pages.show(made, number)
    note(number, "page returns")
    return answer

closing = database.Session.class_.close
def close(self):
    note(self.info.get("number"), "session.close begins")
    closing(self)
database.Session.class_.close = close

async def one(number):
    note(number, "arrives")
    try:
        await framework.serve(page, number)
        note(number, "is answered")
    except Exception as error:
        note(number, f"fails: {type(error).__name__}")

async def main():
    await asyncio.gather(*(one(number) for number in range(1, 201)))

asyncio.run(main())
"""

FILL = "import database\ndatabase.Base.metadata.create_all(database.engine)\nwith database.Session() as s:\n    s.add_all(database.Order(number=n, customer='c', state='sent') for n in range(1, 201))\n    s.commit()\n"


def capture():
    (terminal.folder / "load.py").write_text(LOAD)
    (terminal.folder / "tally.py").write_text(TALLY)
    (terminal.folder / "life.py").write_text(LIFE)
    terminal.run(f'python3 -c "{FILL}"')
    out = terminal.run("python3 load.py seconds 2> errors.log")
    terminal.write("seconds.txt", "The newsletter goes out in second 2, to two hundred people\n\n" + out)
    terminal.write("errors.txt", terminal.type("head -3 errors.log"), terminal.type("python3 -c 'import sqlalchemy; print(sqlalchemy.__version__)'"))
    terminal.write("status.txt", ">>> print(engine.pool.status())    # a second after the newsletter\n" + terminal.run("cat status.txt"))
    terminal.write("queue.txt", "# what waits for a thread, in order, a second after the newsletter\n" + terminal.run("cat queue.txt"))
    one = terminal.run("cat dump.txt").split("\n\n")[0]
    kept = [line for line in one.splitlines() if "Thread" in line or any(name in line for name in ("queue.py", "impl.py", "threading.py\", line", "pages.py", "session.py", "thread.py"))]
    terminal.write("dump.txt", terminal.type("python3 tally.py dump.txt    # stacks of all threads, counted"), "# one of them, shortened\n" + "\n".join(kept[:14]))
    terminal.write("life.txt", terminal.type("python3 life.py"))
    rows = ["at once   threads   connections   answered   failed"]
    for count, threads, pool in ((40, 40, 5), (54, 40, 5), (55, 40, 5), (200, 40, 5), (34, 20, 5), (35, 20, 5), (69, 40, 20), (70, 40, 20), (200, 150, 5)):
        rows.append(terminal.run(f"python3 load.py {count} THREADS={threads} POOL={pool} PATIENCE=1.5 2> /dev/null").rstrip())
    terminal.write("replays.txt", "So many requests in one moment, and a patience of 1.5 s\n\n" + "\n".join(rows))


terminal = Terminal(sys.argv[1], sys.argv[2])
try:
    capture()
finally:
    terminal.close()
