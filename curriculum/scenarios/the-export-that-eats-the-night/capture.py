"""Exports a sample of orders and records what the tools show of it.

    python capture.py <program-dir> <evidence-dir>
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

PROGRAM, EVIDENCE = (os.path.abspath(path) for path in sys.argv[1:3])

USAGE = """
import resource, sys
import export

export.main(*sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"CPU in user mode     {used.ru_utime:8.2f} s")
print(f"CPU in the kernel    {used.ru_stime:8.2f} s")
print(f"minor page faults    {used.ru_minflt:8}")
print(f"major page faults    {used.ru_majflt:8}")
print(f"blocks read, written {used.ru_inblock:8} {used.ru_oublock}")
print(f"largest resident set {used.ru_maxrss / 1024:8.0f} MB")
"""

MEASURE = """
import time, tracemalloc
from batch import Batch

def measure(rows, limit=64_000_000):
    "CPU time of writing all rows, and then, in a second run, the memory that is newly asked for."
    batch, start = Batch(lambda text: None, limit), time.process_time()
    for row in rows:
        batch.write(row)
    seconds, total = time.process_time() - start, 0
    del batch
    tracemalloc.start()
    batch = Batch(lambda text: None, limit)
    for row in rows:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        batch.write(row)
        total += tracemalloc.get_traced_memory()[1] - before
    return f"{seconds:8.2f} s of CPU, {total / 1e6:7.0f} MB newly asked for"
"""

SIZES = """
import sys
from export import read_orders
from measure import measure

count = int(sys.argv[1])
print(f"{count:9} rows", measure(list(read_orders(count))))
"""

LIMITS = """
import sys
from export import read_orders
from measure import measure

limit = int(sys.argv[1])
print(f"limit {limit:9}", measure(list(read_orders(8000)), limit))
"""

PLAIN = """
import sys
import batch
from export import read_orders
from measure import measure

batch.escape, batch.crc32 = str, lambda data, value: 0
count = int(sys.argv[1])
print(f"{count:9} rows", measure(list(read_orders(count))))
"""

LOCAL = """
import time, tracemalloc

def gather(lines):
    text = ""
    for line in lines:
        text += line
    return text

print("     rows   CPU seconds   memory at the peak, MB   length of the text, MB")
for count in 2000, 4000, 8000, 16000:
    lines = [f"{n}\\tcustomer-000815\\t2025-05-17T03:12:09\\t12.5\\tEUR\\tshipped\\t\\\\N\\n" for n in range(count)]
    start = time.process_time()
    text = gather(lines)
    seconds = time.process_time() - start
    del text
    tracemalloc.start()
    text = gather(lines)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(f"{count:9}   {seconds:11.3f}   {peak:22.2f}   {len(text) / 1e6:22.2f}")
"""

DISASSEMBLE = """
import dis
from batch import Batch
from export import read_orders

def gather(lines):
    text = ""
    for line in lines:
        text += line
    return text

batch = Batch(lambda text: None)
for row in read_orders(500):
    batch.write(row)
gather(["line"] * 500)

for function in gather, Batch.write:
    print(f"{function.__qualname__}, as it has specialised itself after 500 rows:")
    shown = [f"{step.opname:32} {step.argrepr}" for step in dis.get_instructions(function, adaptive=True)]
    place = max(i for i, step in enumerate(shown) if "ADD_UNICODE" in step and "+=" in step)
    print("    ...")
    for step in shown[place - 3:place + 4]:
        print("    " + step.rstrip())
"""

BY_LINE = """
import inspect, sys, time, tracemalloc
from batch import Batch
from export import read_orders

code = Batch.write.__code__

def by_line(count, read, reset):
    spent, hits, state = {}, {}, [None, 0]
    def close(line):
        now = read()
        if state[0] is not None:
            spent[state[0]] = spent.get(state[0], 0) + now - state[1]
        if line is not None:
            hits[line] = hits.get(line, 0) + 1
        state[:] = [line, reset()]
    def in_write(frame, event, value):
        close(frame.f_lineno if event == "line" else None)
        return in_write
    def trace(frame, event, value):
        return in_write if frame.f_code is code else None
    batch = Batch(lambda text: None)
    sys.settrace(trace)
    for row in read_orders(count):
        batch.write(row)
    sys.settrace(None)
    return spent, hits

seconds, hits = by_line(8000, time.process_time, time.process_time)

def peak_reset():
    tracemalloc.reset_peak()
    return tracemalloc.get_traced_memory()[0]

tracemalloc.start()
memory, _ = by_line(8000, lambda: tracemalloc.get_traced_memory()[1], peak_reset)
tracemalloc.stop()

print(f"   hits   CPU %   new memory, MB   line of Batch.write")
lines, start = inspect.getsourcelines(Batch.write)
for number, text in enumerate(lines, start):
    if number in hits:
        share = 100 * seconds[number] / sum(seconds.values())
        print(f"{hits[number]:7} {share:7.1f} {memory[number] / 1e6:16.1f}   {text.rstrip()}")
"""

COLLECTOR = """
import gc, logging, sys, time
import export
from batch import Batch

runs, spent, start = 0, 0.0, 0.0

def watch(phase, info):
    global runs, spent, start
    if phase == "start":
        start = time.process_time()
    else:
        runs, spent = runs + 1, spent + time.process_time() - start

gc.callbacks.append(watch)
if sys.argv[1] == "off":
    gc.disable()
begin = time.process_time()
export.export(export.read_orders(12000), Batch(export.send))
print(f"collector {sys.argv[1]:3}: {time.process_time() - begin:.2f} s of CPU, of which {spent:.2f} s in {runs} collections")
"""


def normalise(text, folder):
    """The same text on every machine."""
    text = text.replace(PROGRAM, "/srv/app").replace(folder, "/tmp/export")
    library = os.path.dirname(os.__file__)
    return re.sub(r"[ \t]+$", "", text.replace(library, "/usr/lib/python3"), flags=re.M)


def run(command, folder):
    """What a command prints, with the program importable."""
    environment = {**os.environ, "PYTHONPATH": f"{PROGRAM}{os.pathsep}{folder}", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300,
    )
    return normalise(done.stdout, folder)


def run_script(name, text, folder, *arguments):
    """What a script of ours prints, under the command that was given."""
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text.lstrip("\n"))
    return " ".join(["$ python", name, *arguments]), run([sys.executable, name, *arguments], folder)


def run_for_each(name, text, folder, values):
    """What a script of ours prints for each of the values, each in a fresh process."""
    shown = [run_script(name, text, folder, value) for value in values]
    return [line for command, printed in shown for line in (command, printed)]


def write(name, *parts):
    """One artefact."""
    with open(os.path.join(EVIDENCE, name), "w", encoding="utf-8") as file:
        file.write("\n".join(part.rstrip("\n") for part in parts) + "\n")


def draw_lines(name, title, series):
    """A picture, where the drawing module is at hand."""
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "shared"))
    try:
        import draw
    except ImportError as error:
        print(f"no {name}: {error}", file=sys.stderr)
        return
    draw.lines(os.path.join(EVIDENCE, name), title, "rows", "seconds of CPU", series)


def main():
    os.makedirs(EVIDENCE, exist_ok=True)
    folder = os.path.realpath(tempfile.mkdtemp())
    program = os.path.join(PROGRAM, "export.py")
    with open(os.path.join(folder, "measure.py"), "w", encoding="utf-8") as file:
        file.write(MEASURE.lstrip("\n"))

    log = run([sys.executable, program, "20000"], folder)
    write("log.txt", "$ python export.py 20000", log)
    steps = re.findall(r"(\d+) rows, the last \d+ in (\d+\.\d+) s", log)
    draw_lines("log.svg", "CPU time for each 5000 rows", {"5000 rows": [(int(rows), float(took)) for rows, took in steps]})
    write("usage.txt", *run_script("usage.py", USAGE, folder, "12000"))

    profile = run([sys.executable, "-m", "cProfile", "-s", "tottime", program, "8000"], folder).splitlines()
    head = next(i for i, line in enumerate(profile) if "ncalls" in line)
    shown = [line for line in profile[head - 4:head] if line.strip()] + profile[head:head + 13]
    write("profile.txt", "$ python -m cProfile -s tottime export.py 8000     # the beginning", *shown)

    write("lines.txt", *run_script("by_line.py", BY_LINE, folder))
    write("sizes.txt", *run_for_each("sizes.py", SIZES, folder, ["2000", "4000", "8000", "16000"]))
    write("limits.txt", *run_for_each("limits.py", LIMITS, folder, ["32000", "64000", "128000", "256000"]))
    write("plain.txt", "plain.py puts str in the place of escape, and a function that gives 0 in that of crc32.", "",
          *run_for_each("plain.py", PLAIN, folder, ["2000", "4000", "8000"]))
    function = LOCAL.split("\n\n")[1]
    write("local.txt", "local.py gathers lines of the same length with this function:", "", function, "",
          *run_script("local.py", LOCAL, folder))
    write("specialised.txt", *run_script("specialised.py", DISASSEMBLE, folder))
    write("collector.txt", *run_for_each("collector.py", COLLECTOR, folder, ["on", "off"]))

    if shutil.which("strace") is None:
        print("no strace.txt: strace is not installed", file=sys.stderr)
        return
    counted = run(["strace", "-c", "-f", sys.executable, program, "8000"], folder)
    table = counted[counted.index("% time"):].splitlines()
    write("strace.txt", "$ strace -c -f python export.py 8000     # the table, without calls made less than 100 times, except write",
          *(line for line in table if line.endswith(" write") or not re.match(r" *[\d.]+ +[\d.]+ +\d+ +\d\d? ", line)))


if __name__ == "__main__":
    main()
