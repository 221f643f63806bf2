"""Forks a few workers with the real program and looks at their memory. `python capture.py <program-dir> <evidence-dir>`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True
from terminal import Terminal

if not Path("/proc/self/smaps_rollup").exists():
    sys.exit("/proc/self/smaps_rollup is not there: nothing was captured")

SETUP = '''
import functools, gc, os, resource, sys
import catalogue, server, worker as module

print = functools.partial(print, flush=True)

def kb(name):
    with open("/proc/self/smaps_rollup") as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith(name + ":"))

def mb(name):
    return f"{kb(name) / 1000:.0f}"

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def ask(worker, times):
    for turn in range(times):
        worker.answer(worker.answered * 7919 % 3000)

def row(label, *figures):
    print(f"{label:26}", *(f"{figure:>9}" for figure in figures), flush=True)

def fork(serve, count=200_000):
    parts = catalogue.load(count)
    before = kb("Rss")
    for pid in server.start(parts, serve, workers=1):
        os.waitpid(pid, 0)
'''

MORNING = SETUP + '''
def serve(worker, place):
    row("requests answered", "Rss", "shared", "private")
    for goal in (0, 50, 99, 100, 200, 1000, 20_000):
        ask(worker, goal - worker.answered)
        row(f"{goal:,}", mb("Rss"), mb("Shared_Dirty"), mb("Private_Dirty"))
fork(serve)
'''

STEPS = SETUP + '''
def serve(worker, place):
    row("request", "page faults")
    for number in (97, 98, 99, 100, 101, 102, 199, 200, 201):
        ask(worker, number - 1 - worker.answered)
        before = faults()
        ask(worker, 1)
        row(str(number), faults() - before)
fork(serve)
'''

WAYS = SETUP + '''
import time
def idle(worker, place):
    time.sleep(1)
    row("answers nothing", mb("Shared_Dirty"), mb("Private_Dirty"), alive())
def only_tidy(worker, place):
    module.tidy_up()
    row("answers nothing, tidies up", mb("Shared_Dirty"), mb("Private_Dirty"), alive())
def only_answers(worker, place):
    module.REQUESTS_BETWEEN_COLLECTIONS = 10**9
    ask(worker, 1000)
    row("answers 1000, no tidying", mb("Shared_Dirty"), mb("Private_Dirty"), alive())
def both(worker, place):
    ask(worker, 1000)
    row("answers 1000", mb("Shared_Dirty"), mb("Private_Dirty"), alive())
def alive():
    return sum(type(thing).__name__ == "Request" for thing in gc.get_objects())
row("a worker that", "shared", "private", "Requests")
for way in idle, only_tidy, only_answers, both:
    fork(way)
'''

SIZES = SETUP + '''
def serve(worker, place):
    first = kb("Private_Dirty")
    ask(worker, 100)
    row(f"{len(worker._catalogue):,}", f"{(kb('Private_Dirty') - first) / 1000:.0f}")
row("parts", "private MB more after 100 requests")
for count in (25_000, 50_000, 100_000, 200_000):
    fork(serve, count)
'''

ALLOCATED = SETUP + '''
import tracemalloc
def serve(worker, place):
    tracemalloc.start()
    ask(worker, 1000)
    now, peak = tracemalloc.get_traced_memory()
    print(f"after 1000 requests: {now // 1000} kB in use that were allocated since the fork, {peak // 1000} kB at most")
fork(serve)
'''

OBJECTS = SETUP + '''
import collections
def serve(worker, place):
    ask(worker, 1000)
    part = worker._catalogue._parts[7]
    print(">>> collections.Counter(type(thing).__name__ for thing in gc.get_objects()).most_common(2)")
    print(collections.Counter(type(thing).__name__ for thing in gc.get_objects()).most_common(2))
    print(">>> gc.is_tracked(part), gc.is_tracked(part.fits), gc.is_tracked(part.name)")
    print((gc.is_tracked(part), gc.is_tracked(part.fits), gc.is_tracked(part.name)))
    print(">>> gc.isenabled(), gc.get_freeze_count()")
    print((gc.isenabled(), gc.get_freeze_count()))
    print(">>> [stage['collections'] for stage in gc.get_stats()][2]")
    print([stage["collections"] for stage in gc.get_stats()][2])
fork(serve)
'''

HUGE = SETUP + '''
def serve(worker, place):
    ask(worker, 1000)
    print("AnonHugePages:", kb("AnonHugePages"), "kB   Swap:", kb("Swap"), "kB   Private_Dirty:", kb("Private_Dirty"), "kB")
fork(serve)
'''


def typed(name, script, command="python3 {}", **options):
    (terminal.folder / name).write_text(script, encoding="utf-8")
    return terminal.type(command.format(name), **options)


terminal = Terminal(sys.argv[1], sys.argv[2])
terminal.write("morning.txt", typed("morning.py", MORNING))
terminal.write("faults.txt", typed("steps.py", STEPS))
terminal.write("ways.txt", typed("ways.py", WAYS))
terminal.write("sizes.txt", typed("sizes.py", SIZES))
terminal.write("allocated.txt", typed("allocated.py", ALLOCATED))
terminal.write("objects.txt", typed("objects.py", OBJECTS))
terminal.write("huge-pages.txt", typed("huge.py", HUGE))
terminal.write("malloc.txt", typed("morning.py", MORNING, "PYTHONMALLOC=malloc python3 {}"))
terminal.close()
