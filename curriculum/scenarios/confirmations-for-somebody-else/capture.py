"""Runs the desk through one evening on which a venue is busy. `python capture.py <program-dir> <evidence-dir>`. Needs strace."""

import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "shared"), str(HERE)]
sys.dont_write_bytecode = True
from check import World
from terminal import Terminal

if shutil.which("strace") is None:
    sys.exit("strace is not installed: nothing was captured")

ROUNDS = 18

LOGGING = """
import logging, sys
logging.basicConfig(stream=sys.stderr, level=logging.INFO, datefmt="%H:%M:%S",
                    format="%(asctime)s.%(msecs)03d %(name)-6s %(message)s")
"""

DEBUG_PORT = """
import gc, os, socket, threading
import desk as _module

def peer(number):
    copy = socket.socket(fileno=os.dup(number))
    try:
        return copy.getpeername()[1]
    finally:
        copy.close()

def show_lines(self):
    print("broker      number  port of the other side", file=sys.stderr)
    for name, line in self.lines.items():
        print(f"{name:10}  {line.number:6}  {peer(line.number)}", file=sys.stderr)

def show_sockets(self):
    found = [thing for thing in gc.get_objects() if type(thing) is socket.socket]
    print(len(found), "objects of type socket", file=sys.stderr)
    for one in found[:6]:
        holders = [thing for thing in gc.get_referrers(one) if type(thing).__name__ == "frame" and thing.f_code.co_name != "show_sockets"]
        names = ", ".join(f"frame of {frame.f_code.co_name}" for frame in holders) or "Desk"
        print(f"fileno() {one.fileno()}: held by {names}", file=sys.stderr)
    error = self.venues.failures[0]
    print("the oldest failure kept:", repr(error), file=sys.stderr)
    frame = error.__traceback__.tb_frame
    print("  its traceback's frame:", frame.f_code.co_name, sorted(frame.f_locals), file=sys.stderr)

def show_threads(self):
    print(len(os.listdir("/proc/self/task")), "thread:", [thread.name for thread in threading.enumerate()], file=sys.stderr)

_module.Desk.show_lines, _module.Desk.show_sockets, _module.Desk.show_threads = show_lines, show_sockets, show_threads
"""


class Evening:
    """One run of the desk, with its log in a file."""

    def __init__(self, name, **options):
        self.log = terminal.folder / name
        with self.log.open("w") as errors:
            self.world = World(terminal.folder, errors=errors, **options)

    def ask(self, name):
        before = len(self.log.read_text().splitlines())
        self.world._order(name)
        self.world._answer()
        return "\n".join(self.log.read_text().splitlines()[before:]) + "\n"


def incident():
    evening = Evening("desk.log", before=LOGGING)
    rows = ["round   confirmations of other brokers   cut off"]
    seen = [0, 0]

    def note(turn):
        foreign, cut = len(evening.world.foreign), len(evening.world.cut)
        rows.append(f"{turn + 1:5}   {foreign - seen[0]:30}   {cut - seen[1]:7}")
        seen[:] = foreign, cut

    evening.world.evening(ROUNDS, note)
    evening.world.close()
    terminal.write("brokers.txt", "What the brokers saw. In each round the venue is tried, one more broker\nlogs in, and each broker is told of one order.\n",
                   "\n".join(rows), "\n".join(f"{name} received: {line}" for name, line in evening.world.foreign[:4]))
    terminal.write("desk-log.txt", terminal.type("grep -c 'no line to west' desk.log"), terminal.type("grep -v told desk.log | grep -B8 -A8 -m1 'in again'"), terminal.type("grep -c 'has left' desk.log"))
    terminal.write("names.txt", terminal.type("grep -c ' is in$' desk.log"), terminal.type("grep -o 'broker-[0-9]* is in$' desk.log | sort | uniq -d | wc -l"),
                   terminal.type("grep 'told broker-0 of' desk.log | head -3"))


def inspect():
    evening = Evening("lines.log", before=LOGGING + DEBUG_PORT)
    world = evening.world
    for turn in range(13):
        world.try_venue()
        world.log_in(f"broker-{turn}")
    terminal.write("lines.txt", ">>> desk.show_lines()", evening.ask("show_lines"))
    terminal.write("sockets.txt", ">>> desk.show_sockets()", evening.ask("show_sockets"))
    terminal.write("threads.txt", ">>> desk.show_threads()", evening.ask("show_threads"))
    world.close()


def trace():
    evening = Evening("traced.log", python=("strace", "-o", str(terminal.folder / "trace"), "-e", "trace=socket,accept4,close,read,write", sys.executable))
    world = evening.world
    for turn in range(13):
        world.try_venue()
        world.log_in(f"broker-{turn}")
    for name in ("broker-0", "broker-12"):
        world.confirm(name, "order-77")
    world.close()
    numbers = re.findall(r"^accept4.* = (\d+)$", (terminal.folder / "trace").read_text(), re.M)
    number = numbers[0]
    terminal.write("strace.txt", terminal.type(rf"grep -n -E '(close|read|write)\({number}\b|(accept4|socket).* = {number}$' trace | tail -13"))


def warn():
    evening = Evening("dev.log", python=(sys.executable, "-X", "dev", "-X", "tracemalloc=4"))
    world = evening.world
    for turn in range(14):
        world.try_venue()
        world.log_in(f"broker-{turn}")
    world.close()
    terminal.write("dev-mode.txt", terminal.type("grep -c ResourceWarning dev.log"), terminal.type("sed -n 1,12p dev.log"))


def replay():
    rows = ["failures kept   venue        refusals before the first cut   of another"]
    for kept, busy in ((12, True), (2, True), (24, True), (12, False)):
        changed = f"import venues\nvenues.KEPT = {kept}\n"
        evening = Evening("replay.log", before=changed)
        world, first = evening.world, None
        for turn in range(40):
            if busy:
                world.try_venue()
            world.log_in(f"broker-{turn}")
            for name in list(world.brokers):
                world.confirm(name, f"{name}-{turn}")
            world.read()
            if world.cut and first is None:
                first = turn + 1
                break
        rows.append(f"{kept:13}   {'busy' if busy else 'not tried':10}   {first if first else 'none in 40':>29}   {len(world.foreign):10}")
        world.close()
    terminal.write("replays.txt", "\n".join(rows))


terminal = Terminal(sys.argv[1], sys.argv[2], hidden=[(HERE, "/srv/app")])
terminal.write("detach.txt", terminal.type("python3 -c 'import socket; help(socket.socket.detach)'"), terminal.type("python3 -c 'import socket; help(socket.socket.fileno)'"))
incident()
inspect()
trace()
warn()
replay()
terminal.close()
