"""Lets the permission service work through a morning of sign-ins, and looks into it as one would in production.

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
SIGN_INS = 2400
OPEN = 200

# Serves the events as service.main does, and then runs what is typed at the debug port, as a console shows it.
CONSOLE = """
import code, gc, json, logging, sys, tracemalloc, types
import caching, policy, service
from sessions import Sessions

statements = json.load(open("statements.json"))
logging.disable()
rules = policy.Policy()
sessions = Sessions(rules)
names = {"sessions": sessions, "policy": rules, "Session": policy.Session}
names |= {"caching": caching, "gc": gc, "tracemalloc": tracemalloc}
console = code.InteractiveInterpreter(names)

def describe(thing):
    if isinstance(thing, tuple):
        parts = ("Session" if isinstance(part, policy.Session) else repr(part) for part in thing)
        return f"tuple: ({', '.join(parts)})"
    if isinstance(thing, dict):
        return f"dict with {len(thing)} entries"
    return type(thing).__name__

def holders(thing):
    "Who refers to it, and who refers to that."
    passed = {id(names), id(globals())}
    kinds = (tuple, dict, types.MethodType, policy.Policy, Sessions)
    while True:
        print("   " + describe(thing))
        passed.add(id(thing))
        found = [one for one in gc.get_referrers(thing) if isinstance(one, kinds) and id(one) not in passed]
        if not found:
            return
        print(f"      {len(found)} such referrer(s); the first:")
        thing = found[0]

names["holders"] = holders

def run(statement):
    print(">>> " + statement)
    console.runsource(statement + ("\\n" if statement.startswith("for ") else ""), symbol="single")

if "tracemalloc" in sys.argv:
    tracemalloc.start(4)

def lines():
    signed_in = 0
    with open("events.jsonl", encoding="utf-8") as events:
        for line in events:
            signed_in += '"sign-in"' in line
            if signed_in == 800 and "tracemalloc" in sys.argv and "after_800" not in names:
                names["after_800"] = tracemalloc.take_snapshot()
            yield line

service.serve(lines(), sessions, len)
for statement in statements:
    run(statement)
"""

REPLAY = """
import functools, gc, json, sys
import caching

if sys.argv[1] == "room":
    room = int(sys.argv[2])
    whole = caching.remembered
    caching.remembered = lambda entries: whole(entries=room)

import policy, service
from sessions import Sessions

sessions = Sessions(policy.Policy())

def lines():
    signed_in = 0
    with open("events.jsonl", encoding="utf-8") as events:
        for line in events:
            yield line
            if sys.argv[1] == "collector":
                gc.enable()
            if '"sign-in"' not in line:
                continue
            signed_in += 1
            if signed_in % 400 == 0:
                alive = sum(isinstance(thing, policy.Session) for thing in gc.get_objects())
                done = sum(generation["collections"] for generation in gc.get_stats())
                answers = policy.Session.allows.cache_info().currsize
                now = f"{signed_in} signed in, {len(sessions)} open: {alive} sessions alive"
                print(f"{now}, {service.resident_megabytes():.0f} MB resident, {answers} answers, {done} collections")

service.serve(lines(), sessions, len)
"""


def clean(text):
    text = text.replace(str(WORK), "/srv/app").replace(str(PROGRAM), "/srv/app")
    text = re.sub(r"/[\w./-]*/bin/python3(\.\d+)?", "/usr/bin/python3", text)
    text = re.sub(r"/[\w./-]*/lib/python3\.\d+", "/usr/lib/python3", text)
    return re.sub(r"[ \t]+$", "", text, flags=re.M)


def write(name, text):
    (EVIDENCE / name).write_text(clean(text).strip("\n") + "\n", encoding="utf-8")


def write_events(path):
    """People sign in one after the other, ask, and sign out when two hundred others have come."""
    chance = random.Random(3)
    waiting = []

    def ask(at, token):
        for _ in range(3):
            event = {
                "what": "ask",
                "at": at,
                "token": token,
                "resource": f"/branch/{token % 40:03d}/accounts/{chance.randint(1, 6)}/read",
            }
            yield event

    with path.open("w", encoding="utf-8") as file:
        for number in range(SIGN_INS):
            grants = [
                f"/branch/{chance.randint(41, 400):03d}/accounts/{chance.randint(1, 999)}/payments/*/{chance.choice(('read', 'approve', 'cancel'))}"
                for _ in range(260)
            ]
            grants.append(f"/branch/{number % 40:03d}/accounts/*/read")
            events = [
                {"what": "sign-in", "at": number, "token": number, "user": f"u{number % 900:04d}", "grants": grants}
            ]
            waiting.append(number)
            for token in (waiting[-1], waiting[len(waiting) // 2]):
                events += ask(number, token)
            if len(waiting) > OPEN:
                events.append({"what": "sign-out", "at": number, "token": waiting.pop(0)})
            for event in events:
                file.write(json.dumps(event) + "\n")


def python(*args):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *args], cwd=WORK, env=environment, capture_output=True, text=True, check=True
    )


def console(name, *statements, options=()):
    (WORK / "statements.json").write_text(json.dumps(statements))
    write(name, python("console.py", *options).stdout)


def log():
    lines = python("service.py", "events.jsonl").stderr.splitlines()
    write("service-log.txt", "$ tail -n 14 service.log\n" + "\n".join(lines[-14:]))
    points = [
        tuple(map(int, found)) for found in re.findall(r"(\d+) signed in, (\d+) open, (\d+) MB", "\n".join(lines))
    ]
    rows = ["signed in   open now   MB resident"]
    rows += [f"{number:9d}   {opened:8d}   {size:11d}" for number, opened, size in points]
    write("memory.txt", "\n".join(rows))
    try:
        sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "shared"))
        import draw
    except ImportError:
        return print("not captured: memory.svg (the drawing module)", file=sys.stderr)
    series = {
        "MB": [(number, size) for number, _, size in points],
        "open": [(number, opened) for number, opened, _ in points],
    }
    return draw.lines(
        str(EVIDENCE / "memory.svg"), "Memory and open sessions", "people signed in so far", "MB, sessions", series
    )


def inspection():
    console(
        "tracemalloc.txt",
        "growth = tracemalloc.take_snapshot().compare_to(after_800, 'lineno')",
        "for line in growth[:6]: print(line)",
        options=["tracemalloc"],
    )
    console(
        "live-objects.txt",
        "import collections",
        "kinds = collections.Counter(type(thing).__name__ for thing in gc.get_objects())",
        "for kind, number in kinds.most_common(8): print(f'{number:7d} {kind}')",
        "kinds['Session'], len(sessions)",
    )
    console(
        "registry.txt",
        "len(sessions), len(policy.listeners), len(sessions._deadlines)",
        "sessions._deadlines[:3]",
        "policy.listeners[0]",
        "policy.listeners[0] == policy.listeners[0].__self__.expire, policy.listeners[0] is policy.listeners[0].__self__.expire",
    )
    console(
        "collector.txt",
        "gc.isenabled()",
        "gc.collect()",
        "sum(isinstance(thing, Session) for thing in gc.get_objects())",
        "gc.garbage",
    )
    console(
        "holders.txt",
        "everyone = [thing for thing in gc.get_objects() if isinstance(thing, Session)]",
        "gone = next(session for session in everyone if session not in sessions._open.values())",
        "del everyone",
        "gone.user, len(gone.grants)",
        "holders(gone)",
    )
    console("figures.txt", "for name, figures in caching.figures().items(): print(name, figures)")


def replays():
    for name, *words in (("room.txt", "room", "2000"), ("collector-on.txt", "collector")):
        write(name, f"$ python replay.py {' '.join(words)}\n" + python("replay.py", *words).stdout)
    (WORK / "profile_service.py").write_text(
        "import cProfile, sys; sys.argv = ['service.py', 'events.jsonl']; import service\ncProfile.run('service.main(sys.argv[1])', 'profile.out')\n"
    )
    python("profile_service.py")
    shown = python(
        "-c", "import pstats; pstats.Stats('profile.out').strip_dirs().sort_stats('cumtime').print_stats(12)"
    ).stdout
    write(
        "profile.txt",
        "$ python -m pstats profile.out (strip, sort cumtime, stats 12)\n"
        + re.sub(r"\n{2,}", "\n", shown.split("\n\n", 1)[1]),
    )


with tempfile.TemporaryDirectory() as folder:
    WORK = pathlib.Path(folder).resolve()
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    for file in PROGRAM.glob("*.py"):
        shutil.copy(file, WORK)
    write_events(WORK / "events.jsonl")
    (WORK / "console.py").write_text(CONSOLE)
    (WORK / "replay.py").write_text(REPLAY)
    log()
    inspection()
    replays()
