"""Runs the service through a lunch and looks for what holds its memory. `python capture.py <program-dir> <evidence-dir>`.

Needs NumPy, glibc and strace.
"""

import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM, EVIDENCE = sys.argv[1], sys.argv[2]
sys.path[:0] = [str(HERE.parent / "shared")]
sys.dont_write_bytecode = True
from terminal import Terminal

try:
    import numpy  # noqa: F401
except ImportError:
    sys.exit("NumPy is not installed: nothing was captured")
if shutil.which("strace") is None:
    sys.exit("strace is not installed: nothing was captured")

START = """
import gc, re, sys, threading
sys.path.insert(0, "")
import service as module

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20

def lunch(turns=6):
    # What a lunch brings about by itself is forced: all threads have a forecast at the same time.
    together = threading.Barrier(module.THREADS)
    forecast = module.reports.model.forecast
    def forecast_together(park):
        hours = forecast(park)
        together.wait(60)
        return hours
    module.reports.model.forecast = forecast_together
    for turn in range(turns):
        service.ask(range(1 + 40 * turn, 41 + 40 * turn))
        yield turn
"""

MEMORY = START + """
import numpy
print("numpy", numpy.__version__, "on", sys.version.split()[0])
service = module.Service()
service.ask(range(1))
print("            resident   reports kept   their text   threads")
def row(words):
    texts = service._kept.values()
    print(f"{words:9}   {resident():5.0f} MB   {len(texts):12}   {sum(map(len, texts)) / 1024:7.0f} kB   {threading.active_count():7}")
row("before")
for turn in lunch():
    row(f"12:{10 * turn:02d}")
row("13:30")
"""

TRACED = START + """
import tracemalloc
tracemalloc.start()
service = module.Service()
service.ask(range(1))
for _ in lunch():
    pass
now, peak = tracemalloc.get_traced_memory()
print(f"tracemalloc: {now / 2**20:.1f} MB now, {peak / 2**20:.1f} MB at most")
for stat in tracemalloc.take_snapshot().statistics("filename")[:3]:
    print(f"{stat.size / 1024:7.0f} kB  {stat.traceback[0].filename.rsplit('/', 1)[-1]}")
"""

OBJECTS = START + """
service = module.Service()
service.ask(range(1))
for _ in lunch():
    pass
print("resident:", f"{resident():.0f} MB")
print("gc.collect() found", gc.collect(), "unreachable objects")
print("resident:", f"{resident():.0f} MB")
sys.stdout.flush()
sys._debugmallocstats()
"""

STATS = START + """
import ctypes
libc = ctypes.CDLL("libc.so.6")
service = module.Service()
service.ask(range(1))
for _ in lunch():
    pass
print(f"resident: {resident():.0f} MB", flush=True)
libc.malloc_stats()
"""

TRIM = START + """
import ctypes
libc = ctypes.CDLL("libc.so.6")
service = module.Service()
service.ask(range(1))
print(f"before lunch           {resident():5.0f} MB")
for _ in lunch():
    pass
print(f"after lunch            {resident():5.0f} MB")
gc.collect()
print(f"after gc.collect()     {resident():5.0f} MB")
service._kept.clear()
print(f"after clearing reports {resident():5.0f} MB")
libc.malloc_trim(0)
print(f"after malloc_trim(0)   {resident():5.0f} MB")
"""

MAPS = START + """
service = module.Service()
service.ask(range(1))
for _ in lunch():
    pass
regions, at = [], None
for line in open("/proc/self/smaps"):
    head = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\\\\S+) \\\\S+ \\\\S+ (\\\\d+) *(.*)", line)
    if head:
        at = [int(head[1], 16), head[3], head[5].strip(), 0, int(head[2], 16)]
        regions.append(at)
    elif line.startswith("Rss:"):
        at[3] = int(line.split()[1])
print("start         access  name      resident")
for start, access, name, rss, end in sorted(regions, key=lambda one: -one[3])[:9]:
    print(f"{start:012x}  {access}    {name.rsplit('/', 1)[-1][:20] or '(none)':20}  {rss:6} kB")
sized = [one for one in regions if one[4] - one[0] == 8192 * 1024 and not one[2]]
stacks = [rss for _, access, name, rss, end in regions if name == "[stack]"]
print("stack of the main thread:", stacks[0], "kB")
print("stacks of threads, 8192 kB each and without a name:", sum(one[3] for one in sized), "kB")
"""


def program(text, name, **options):
    (terminal.folder / f".{name}.py").write_text(text)
    return terminal.run(f"python3 .{name}.py", **options)


def pick(text, patterns):
    return "\n".join(line for line in text.splitlines() if any(re.search(pattern, line) for pattern in patterns))


def watch():
    terminal.write("memory.txt", program(MEMORY, "memory"))
    terminal.write("traced.txt", program(TRACED, "traced"))
    objects = program(OBJECTS, "objects")
    terminal.write("objects.txt", pick(objects, ["^resident", "^gc"]),
                   "sys._debugmallocstats(), Python's own allocator\n" + pick(objects, ["arenas allocated current", "arenas highwater", r"arenas \*", "bytes in allocated blocks"]))
    stats = program(STATS, "stats")
    rows, name = ["arena   from the system   in use by the program"], None
    for line in stats.splitlines():
        if line.startswith(("Arena", "Total")):
            name = line.split(":")[0].removeprefix("Arena ")
        found = re.match(r"(system|in use) bytes +=\s+(\d+)", line)
        if found and found[1] == "system":
            system = int(found[2])
        elif found:
            rows.append(f"{name:>14}   {system / 2**20:8.1f} MB   {int(found[2]) / 2**20:16.1f} MB")
    rows[0] = "         arena   from system   in use by the program"
    terminal.write("malloc-stats.txt", stats.splitlines()[0] + " after lunch, eight threads; malloc_stats() of glibc", "\n".join(rows))
    terminal.write("trim.txt", program(TRIM, "trim"))


def trace():
    (terminal.folder / "one.py").write_text(
        "import os, sys\nsys.path.insert(0, '')\nimport model\nfor turn in range(4):\n    os.write(2, b'turn %d\\n' % turn)\n"
        "    hours = model.forecast(1)\n    del hours\nos.write(2, b'end\\n')\n")
    terminal.run("strace -o trace -e trace=mmap,munmap,brk,mremap,write python3 one.py")
    rows, counts = ["forecast   mmap   munmap   brk"], None
    for line in (terminal.folder / "trace").read_text().splitlines():
        mark = re.match(r'write\(2, "(turn|end)', line)
        if mark:
            if counts:
                rows.append(f"{len(rows):8}   {counts.get('mmap', 0):4}   {counts.get('munmap', 0):6}   {counts.get('brk', 0):3}")
            counts = {}
        elif counts is not None:
            name = line.split("(")[0]
            counts[name] = counts.get(name, 0) + 1
    terminal.write("strace.txt", "Four forecasts of one park, one after the other, in one thread: system calls\n", "\n".join(rows))


def replay():
    rows = ["what is different                     before   after lunch"]
    run = START + "{change}\nservice = module.Service()\nservice.ask(range(1))\nfirst = resident()\nfor _ in lunch():\n    pass\nprint(f'{first:.0f} {resident():.0f}')\n"
    for words, change, env in (
        ("nothing", "", {}),
        ("4 threads", "module.THREADS = 4", {}),
        ("1 thread", "module.THREADS = 1", {}),
        ("no report is kept", "module.KEPT = 0", {}),
        ("MALLOC_ARENA_MAX=1", "", {"MALLOC_ARENA_MAX": "1"}),
        ("MALLOC_MMAP_THRESHOLD_=131072", "", {"MALLOC_MMAP_THRESHOLD_": "131072"}),
    ):
        first, after = program(run.replace("{change}", change), "replay", env=env).split()
        rows.append(f"{words:35}   {first:>3} MB   {after:>8} MB")
    terminal.write("replays.txt", "\n".join(rows))


terminal = Terminal(PROGRAM, EVIDENCE, hidden=[(HERE, "/srv/app")])
watch()
terminal.write("maps.txt", program(MAPS.replace("\\\\", "\\"), "maps"))
trace()
replay()
terminal.close()
