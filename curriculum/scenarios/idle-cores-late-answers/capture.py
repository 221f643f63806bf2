"""Runs the tracking service beside its store, asks it for parcels, and has the real tools look at it.

python capture.py <program-dir> <evidence-dir>; a tool that is missing is named on stderr, and its file is left out.
"""

import http.client
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
EVIDENCE = pathlib.Path(sys.argv[2]).resolve()
# Where gdb looks for what it needs to know of a program; a Python with such a file has debug symbols too.
AUTO_LOAD = pathlib.Path("/usr/share/gdb/auto-load")
GDB_EXTENSION = next(iter(AUTO_LOAD.glob("usr/bin/python3.*-gdb.py")), None)
GDB_PYTHON = GDB_EXTENSION and "/" + str(GDB_EXTENSION.relative_to(AUTO_LOAD)).removesuffix("-gdb.py")
PYTHON = GDB_PYTHON or sys.executable
CLIENTS = 4
PAUSE = 4
SECONDS = 24
DEPOTS = 3000
TRIES = 10
# What shows best how a lookup goes on: the answer has come, and the thread waits before it reads it.
ANSWER_THEN_WAIT = re.compile(r"POLLIN\}\], 1, 5000\) = 1 .*<0\.000\d+>\n.*FUTEX_WAIT_BITSET.*ETIMEDOUT")

# Stands in for the store. It measures itself: from the moment it has a request until it has answered.
STORE = """
import json, socketserver, statistics, sys, threading, time

took = []

class Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        for line in self.rfile:
            began = time.perf_counter()
            kind, number = line.split()[1].decode().split("/")
            number = int(number)
            if kind == "parcel":
                record = {"last_scan": f"scan/{number * 100 + 11}"}
            else:
                before = f"scan/{number - 1}" if number % 100 > 1 else None
                record = {"depot": f"d{number % 3000:04d}", "at": f"2026-03-0{number % 9 + 1}", "before": before}
            time.sleep(0.0002)
            self.wfile.write(json.dumps(record).encode() + b"\\n")
            took.append((int(time.time()), time.perf_counter() - began))

server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
print("second  requests  median ms  99th ms")
for second in sorted({second for second, _ in took}):
    times = sorted(span * 1000 for begun, span in took if begun == second)
    slow = times[len(times) * 99 // 100]
    at = time.strftime("%X", time.localtime(second))
    print(f"{at}  {len(times):6d}  {statistics.median(times):9.2f}  {slow:7.2f}")
"""

PROFILE = """
import cProfile, logging, pstats, sys, time
logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
import service
if "fitting" in sys.argv:
    service.forecasts.start()
    service.forecasts.fitting.wait()
    time.sleep(0.1)
service.track("17")
profile = cProfile.Profile()
profile.enable()
for number in range(10):
    service.track(str(number))
profile.disable()
pstats.Stats(profile, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(5)
"""

PAUSES = """
import gc, sys, time
import service
pauses = []
def watch(phase, info):
    if phase == "start":
        watch.began = time.perf_counter()
    else:
        pauses.append((info["generation"], (time.perf_counter() - watch.began) * 1000))
gc.callbacks.append(watch)
began = time.perf_counter()
service.forecasts.refresh()
print(f"one fitting of all depots: {time.perf_counter() - began:.1f} s")
for generation in range(3):
    times = [span for at, span in pauses if at == generation]
    longest = max(times, default=0)
    print(f"generation {generation}: {len(times):4d} collections, longest {longest:.1f} ms, all together {sum(times):.1f} ms")
"""


def missing(what):
    print(f"not captured: {what}", file=sys.stderr)


def clean(text):
    text = text.replace(str(WORK), "/srv/app").replace(str(PROGRAM), "/srv/app")
    text = re.sub(r"/[\w./-]*/bin/python3(\.\d+)?", "/usr/bin/python3", text)
    text = re.sub(r"/[\w./-]*/lib/python3\.\d+", "/usr/lib/python3", text)
    return re.sub(r"[ \t]+$", "", text, flags=re.M)


def write(name, text):
    (EVIDENCE / name).write_text(clean(text).strip("\n") + "\n", encoding="utf-8")


def write_waits(path):
    chance = random.Random(11)
    with path.open("w", encoding="utf-8") as file:
        for number in range(DEPOTS):
            file.write(json.dumps([f"d{number:04d}", [chance.randint(20, 240) for _ in range(260)]]) + "\n")


def environment(store_port, port=0, forecasts="on"):
    return {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "1",
        "TRACKING_PORT": str(port),
        "TRACKING_STORE_HOST": "127.0.0.1",
        "TRACKING_STORE_PORT": str(store_port),
        "TRACKING_WAITS_FILE": str(WORK / "waits.jsonl"),
        "TRACKING_FORECAST_PAUSE": str(PAUSE),
        "TRACKING_FORECASTS": forecasts,
    }


def start_store():
    store = subprocess.Popen([sys.executable, "-c", STORE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return store, int(store.stdout.readline())


def start_service(store_port, log, command=("service.py",), forecasts="on"):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [PYTHON, *command],
        cwd=WORK,
        env=environment(store_port, port, forecasts),
        stdout=subprocess.DEVNULL,
        stderr=(WORK / log).open("w"),
    )
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return process, port
        except OSError:
            time.sleep(0.1)
    sys.exit("the service did not start")


def ask(port, seed, until, seen, longest):
    """One client: requests with a short pause after each, and the time that each took."""
    chance = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.04, longest))
        at, began = time.time(), time.perf_counter()
        try:
            connection.request("GET", f"/track/{chance.randint(1, 9000)}")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            # The service has been stopped.
            return
        seen.append((at, (time.perf_counter() - began) * 1000))


def clients(port, seconds, longest=0.14):
    seen = []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=ask, args=(port, seed, until, seen, longest), daemon=True) for seed in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    return threads, seen


def clock(line):
    """The moment that a line of the log tells, in seconds since midnight."""
    hours, minutes, seconds = line[11:23].replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def summary(seen, log):
    """The usual and the slowest answers, split by what the log says of the moment."""
    spans, begun = [], None
    for line in (WORK / log).read_text().splitlines():
        if ": fitting" in line:
            begun = clock(line)
        elif "forecasts fitted" in line:
            spans.append((begun, clock(line)))
            begun = None
    if begun is not None:
        spans.append((begun, float("inf")))
    midnight = time.mktime((*time.localtime(seen[0][0])[:3], 0, 0, 0, 0, 0, -1))
    beside = [span for at, span in seen if any(begin <= at - midnight < end for begin, end in spans)]
    others = [span for at, span in seen if not any(begin <= at - midnight < end for begin, end in spans)]
    rows = [("while fitting:", beside), ("otherwise:", others)]
    return [f"{name:<15}{len(times):4d} requests, {percentiles(times)}" for name, times in rows if times]


def percentiles(times):
    times = sorted(times)
    return ", ".join(
        f"{name} {times[len(times) * part // 100]:.1f} ms" for name, part in (("median", 50), ("p90", 90), ("p99", 99))
    )


def latency(seen, log):
    """The answers of each second beside what the log says of it, and a picture."""
    said = {}
    for line in (WORK / log).read_text().splitlines():
        said.setdefault(line[11:19], []).append(line.partition("forecasts: ")[2])
    rows = ["second    requests  median ms  slowest ms  service.log"]
    first = int(min(seen)[0])
    medians, slowest, marks = [], [], []
    for second in sorted({int(at) for at, _ in seen}):
        times = [span for at, span in seen if int(at) == second]
        at = time.strftime("%X", time.localtime(second))
        words = said.get(at, [])
        rows.append(f"{at}  {len(times):8d}  {statistics.median(times):9.1f}  {max(times):10.1f}  {'; '.join(words)}")
        medians.append((second - first, round(statistics.median(times), 1)))
        slowest.append((second - first, round(max(times), 1)))
        marks += [(second - first, "fit") for word in words if word.startswith("fitting")]
    write("latency.txt", "\n".join([*rows, "", *summary(seen, log)]))
    try:
        sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "shared"))
        import draw
    except ImportError:
        return missing("latency.svg (the drawing module)")
    series = {"slowest": slowest, "median": medians}
    return draw.lines(
        str(EVIDENCE / "latency.svg"), "Time to answer, by second", "seconds", "milliseconds", series, marks
    )


def until_fitting(log):
    """Waits for the moment when a fitting has just begun."""
    text = (WORK / log).read_text
    begun = text().count("fitting ")
    while text().count("fitting ") == begun:
        time.sleep(0.02)
    time.sleep(0.2)


def request_threads(pid):
    """All threads but the main one and the one that has used most CPU."""
    spent = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        spent[int(task.name)] = int(fields[11]) + int(fields[12])
    busiest = max(spent, key=spent.get)
    return sorted(tid for tid in spent if tid not in (pid, busiest))


def dump(pid, log):
    for _ in range(TRIES):
        until_fitting(log)
        before = (WORK / log).stat().st_size
        os.kill(pid, signal.SIGUSR1)
        time.sleep(0.3)
        added = (WORK / log).read_bytes()[before:].decode()
        if "in get" in added:
            break
    stacks = [line for line in added.splitlines() if not re.match(r"\d{4}-\d\d-\d\d ", line)]
    write("dump.txt", f"$ kill -USR1 {pid}\n" + "\n".join(stacks))


def threads(pid):
    """Read from /proc: `ps -L` gives the first thread the CPU time of all."""
    command = (
        f"cd /proc/{pid}/task; for t in *; do echo \"$(cut -d' ' -f1-3,14 $t/stat) $(cat $t/wchan)\"; done | column -t"
    )
    for _ in range(TRIES):
        until_fitting("inspected.log")
        shown = subprocess.run(["sh", "-c", command], capture_output=True, text=True).stdout
        # Other work on this machine may take the CPU away just then.
        if re.search(r"\) +R ", shown):
            break
    return write("threads.txt", f"$ {command}\n# thread, state, ticks of CPU (100 are a second), waits in\n{shown}")


def strace(pid):
    if not shutil.which("strace"):
        return missing("strace.txt (strace)")
    for _ in range(TRIES):
        until_fitting("inspected.log")
        tid = request_threads(pid)[0]
        command = [
            "timeout",
            "1.6",
            "strace",
            "-ttt",
            "-T",
            "-s",
            "24",
            "-e",
            "trace=poll,recvfrom,sendto,futex",
            "-p",
            str(tid),
        ]
        shown = subprocess.run(command, capture_output=True, text=True).stderr.splitlines()
        lines = [shorten(line) for line in shown]
        begun = [place for place, line in enumerate(lines) if '"GET /track/' in line]
        lines = lines[begun[0] :][:44] if begun else []
        if sum("ETIMEDOUT" in line for line in lines) > 5 and ANSWER_THEN_WAIT.search("\n".join(lines)):
            break
    call = f"strace -ttt -T -s 24 -e trace=poll,recvfrom,sendto,futex -p {tid}"
    cut = "sed -E 's/^[0-9]{7}//; s/, \\{tv_sec.*ANY/, .../; s/ \\(Connection.*out\\)//'"
    return write(
        "strace.txt", f"$ {call} 2>&1 |\n    {cut} | sed -n '/GET .track/,$p' | head -n 44\n" + "\n".join(lines)
    )


def shorten(line):
    line = re.sub(r"^\d{7}", "", line)
    return re.sub(r" \(Connection.*out\)", "", re.sub(r", \{tv_sec.*ANY", ", ...", line))


def gdb(pid):
    if not shutil.which("gdb") or GDB_PYTHON is None:
        return missing("gdb.txt (gdb, and a Python with debug symbols)")
    command = [
        "gdb",
        "-p",
        str(pid),
        "-batch",
        "-nx",
        "-iex",
        "set print frame-arguments presence",
        "-ex",
        "set pagination off",
    ]
    for _ in range(TRIES):
        until_fitting("inspected.log")
        shown = subprocess.run([*command, "-ex", "thread apply all bt 9"], capture_output=True, text=True).stdout
        if "take_gil" in shown:
            break
    threads = shown[shown.index("\nThread ") :].replace("(More stack frames follow...)\n", "")
    return write("gdb.txt", f"$ gdb -p {pid} -batch -ex 'thread apply all bt 9'\n{threads}")


def incident():
    store, store_port = start_store()
    process, port = start_service(store_port, "service.log")
    try:
        threads, seen = clients(port, SECONDS)
        for thread in threads:
            thread.join()
        latency(seen, "service.log")
        store_shown, _ = store.communicate("")
        write("store.txt", store_shown)
    finally:
        process.kill()
        store.kill()


def inspection():
    """The same once more, for tools that slow down what they look at."""
    store, store_port = start_store()
    process, port = start_service(store_port, "inspected.log")
    try:
        clients(port, 300, longest=0.5)
        dump(process.pid, "inspected.log")
        strace(process.pid)
        gdb(process.pid)
        threads(process.pid)
    finally:
        process.kill()
        store.kill()


def scripts():
    store, store_port = start_store()
    try:
        shown = []
        for words in ([], ["fitting"]):
            (WORK / "profile_requests.py").write_text(PROFILE)
            done = subprocess.run(
                [PYTHON, "profile_requests.py", *words],
                cwd=WORK,
                env=environment(store_port),
                capture_output=True,
                text=True,
            )
            shown.append(f"$ python profile_requests.py {' '.join(words)}\n{done.stdout.strip()}")
        write("profile.txt", "\n\n".join(shown))
        (WORK / "gc_pauses.py").write_text(PAUSES)
        done = subprocess.run(
            [PYTHON, "gc_pauses.py"], cwd=WORK, env=environment(store_port), capture_output=True, text=True
        )
        write("gc-pauses.txt", f"$ python gc_pauses.py\n{done.stdout}")
    finally:
        store.kill()


def replay(name, says, **how):
    store, store_port = start_store()
    process, port = start_service(store_port, f"{name}.log", **how)
    try:
        threads, seen = clients(port, SECONDS)
        for thread in threads:
            thread.join()
        fitted = re.findall(r"\d+ forecasts fitted in [\d.]+ s", (WORK / f"{name}.log").read_text())
        write(f"{name}.txt", "\n".join([f"$ {says}", *fitted, *summary(seen, f"{name}.log")]))
    finally:
        process.kill()
        store.kill()


with tempfile.TemporaryDirectory() as folder:
    WORK = pathlib.Path(folder).resolve()
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    for file in PROGRAM.glob("*.py"):
        shutil.copy(file, WORK)
    write_waits(WORK / "waits.jsonl")
    incident()
    inspection()
    scripts()
    replay("no-forecasts", "TRACKING_FORECASTS=off python service.py", forecasts="off")
    shorter = "import sys; sys.setswitchinterval(0.001); import service; service.main()"
    replay("shorter-interval", f'python -c "{shorter}"', command=("-c", shorter))
