"""A morning of three people, and whom the audit trail names. `python capture.py <program-dir> <evidence-dir>`.

Needs Python 3.12 or later, whose tasks tell their context, and curl.
"""

import itertools
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True
from terminal import Terminal

if shutil.which("curl") is None or sys.version_info < (3, 12):
    sys.exit("curl is not installed, or this Python is older than 3.12: nothing was captured")

ports = itertools.count(8501)

# What the service's debug handler prints, as this one does on SIGUSR1.
START = """\
import asyncio, gc, logging, runpy, signal, sys
import identity

def show(*_):
    for task in sorted(asyncio.all_tasks(loop()), key=lambda task: task.get_name()):
        user = task.get_context().get(identity.current_user, "(not set)")
        print("task", task.get_name().ljust(8), "current_user =", user, file=sys.stderr)
    sys.stderr.flush()

def loop():
    return next(thing for thing in gc.get_objects() if isinstance(thing, asyncio.AbstractEventLoop))
signal.signal(signal.SIGUSR1, show)
logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(name)s %(message)s")
sys.argv = sys.argv[1:]
runpy.run_path("service.py", run_name="__main__")
"""


class Service:
    def __init__(self):
        self.port = next(ports)
        self.log = terminal.folder / f"service-{self.port}.log"
        self.trail = terminal.folder / f"audit-{self.port}.log"
        (terminal.folder / "debug.py").write_text(START)
        with self.log.open("wb") as out:
            self.process = subprocess.Popen([sys.executable, "-B", "debug.py", "service.py", str(self.port), str(self.trail)],
                                            cwd=terminal.folder, stderr=out)
        time.sleep(0.8)

    def ask(self, user, action, document):
        subprocess.run(["curl", "-s", "-X", "POST", "-H", f"X-User: {user}", f"http://127.0.0.1:{self.port}/{action}/{document}"], check=True)

    def lines(self):
        return self.log.read_text().splitlines()

    def rows(self):
        time.sleep(0.1)
        return self.trail.read_text().splitlines()

    def stop(self):
        self.process.kill()
        self.process.wait()


MORNING = [("nadia", "save", "budget"), ("omar", "save", "minutes"), ("pia", "save", "roadmap"), ("omar", "delete", "minutes-old"),
           ("pia", "save", "roadmap"), ("nadia", "save", "budget"), ("omar", "save", "offer-114")]


def names(rows):
    users = [row.split()[1] for row in rows]
    return ", ".join(f"{name} {users.count(name)}" for name in dict.fromkeys(users))


def morning():
    service = Service()
    for one in MORNING:
        service.ask(*one)
    terminal.write("trail.txt", "$ cat audit.log\n" + "\n".join(service.rows()))
    terminal.write("service-log.txt", "$ cat service.log\n" + "\n".join(service.lines()))
    before = len(service.lines())
    service.process.send_signal(signal.SIGUSR1)
    time.sleep(0.4)
    terminal.write("tasks.txt", "$ kill -USR1 $(cat service.pid)    # the debug handler lists tasks\n" + "\n".join(service.lines()[before:]))
    out = subprocess.run(["curl", "-sv", "-X", "POST", "-H", "X-User: omar", f"http://127.0.0.1:{service.port}/save/offer-115"], text=True, capture_output=True).stderr
    kept = [line for line in out.splitlines() if line.startswith(("> ", "< "))]
    terminal.write("request.txt", "$ curl -v -X POST -H 'X-User: omar' http://docs/save/offer-115\n" + "\n".join(line for line in kept if "Agent" not in line and "Host" not in line),
                   "$ tail -1 audit.log\n" + service.rows()[-1])
    service.stop()


def others():
    rows = []
    for first in ("nadia", "omar", "pia"):
        service = Service()
        service.ask(first, "save", "first")
        for one in MORNING:
            service.ask(*one)
        rows.append(f"first request by {first:6} names in the trail: {names(service.rows())}")
        service.stop()
    service = Service()
    for user in ("nadia", "omar", "pia"):
        service.ask(user, "save", "alone")
        time.sleep(1.0)
    rows.append(f"one request a second   names in the trail: {names(service.rows())}")
    service.stop()
    terminal.write("restarts.txt", "Eight requests of three people against a fresh service each time\n\n" + "\n".join(rows))
    terminal.write("in-memory.txt", terminal.console(
        "trail = audit.Audit(Table())", "store = documents.Documents(trail)",
        "asyncio.run(three(store, trail))",
        "store.owner_of_last_change",
        "Table.rows",
        setup="import asyncio, audit, documents, service\n"
              "class Table:\n    rows = []\n    async def insert(self, when, user, action, document):\n        self.rows.append((user, document))\n"
              "async def three(store, trail):\n    await asyncio.gather(*(service.handle(store, user, 'save', f'{user}-1') for user in ('nadia', 'omar', 'pia')))\n    await trail.flush()\n"))
    terminal.write("context.txt", terminal.console(
        "asyncio.run(demonstrate())",
        setup="import asyncio\nfrom identity import current_user\n"
              "async def reader(seen, go):\n    await go.wait()\n    seen.append(current_user.get())\n"
              "async def demonstrate():\n    seen, go = [], asyncio.Event()\n    current_user.set('ada')\n    task = asyncio.create_task(reader(seen, go))\n"
              "    current_user.set('ben')\n    go.set()\n    await task\n    print('set ada, create_task, set ben; the task reads', seen)\n"))
    terminal.write("task-source.txt", terminal.type("python3 --version"), terminal.console(
        "source = inspect.getsource(asyncio.tasks._PyTask.__init__)",
        "print(source[source.index('        if context is None'):])", setup="import asyncio, inspect"))


terminal = Terminal(sys.argv[1], sys.argv[2])
try:
    morning()
    others()
finally:
    terminal.close()
