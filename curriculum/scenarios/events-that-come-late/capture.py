"""Replays agents' backlogs into the collector, in front of a store that writes about 380 events a second.

    python capture.py <program-dir> <evidence-dir>
"""

import asyncio
import contextlib
import json
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True

RATE = 2500
SECONDS = 24
AGENTS = 3


def say(text):
    print(text, file=sys.stderr)


def normalise(text, folder):
    text = text.replace(str(folder), "/srv/app")
    for prefix in {sysconfig.get_path("stdlib"), sys.prefix, sys.base_prefix} - {"/usr"}:
        text = text.replace(prefix, "/usr/lib/python3")
    return re.sub(r"/usr/lib/python3\.\d+", "/usr/lib/python3", text).replace(socket.gethostname(), "host")


class Store:
    """Four events at a time, ten milliseconds each. Remembers how old each was when it had been written."""

    def __init__(self):
        self.ages = []
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.port = asyncio.run_coroutine_threadsafe(self._open(), self.loop).result(5)

    async def _open(self):
        self.free = asyncio.Semaphore(4)
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                async with self.free:
                    await asyncio.sleep(0.01)
                self.ages.append((time.time(), time.time() - json.loads(line)["at"]))
                writer.write(b"ok\n")


class Collector:
    """One run of the program with a store and agents of its own."""

    def __init__(self, program, before="", flags=()):
        self.folder = Path(tempfile.mkdtemp(prefix="collector-"))
        shutil.copytree(program, self.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        self.store = Store()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        main = self.folder / "service.py"
        main.write_text(main.read_text().replace("7800", str(self.port)).replace("7801", str(self.store.port)))
        self.log = self.folder / "service.log"
        start = f"{before}\nimport runpy\nrunpy.run_path('service.py', run_name='__main__')\n"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen([sys.executable, *flags, "-c", start], cwd=self.folder, stdout=out, stderr=out)
        end = time.monotonic() + 20
        while "listening on" not in self.log.read_text():
            if time.monotonic() > end:
                raise TimeoutError("the collector did not start")
            time.sleep(0.02)
        self.memory, self.sent = [], []

    def replay(self, rate=RATE, seconds=SECONDS):
        """Lets the agents send at this rate, as long as their sockets take it, and measures meanwhile."""
        self.begin = time.time()
        agents = [threading.Thread(target=self._agent, args=(number, rate / AGENTS, seconds), daemon=True) for number in range(AGENTS)]
        for agent in agents:
            agent.start()
        while time.time() < self.begin + seconds:
            self.memory.append((round(time.time() - self.begin), self.resident()))
            time.sleep(1)
        for agent in agents:
            agent.join()
        return self

    def _agent(self, number, rate, seconds):
        link = socket.create_connection(("127.0.0.1", self.port))
        sent = 0
        while (now := time.time()) < self.begin + seconds:
            due = int((now - self.begin) * rate) - sent
            if due > 0:
                events = [
                    {"at": now, "agent": f"agent-{number}", "actor": "billing", "action": "read", "object": f"invoice-{sent + n:08}", "source": "10.2.3.4"}
                    for n in range(due)
                ]
                before = time.perf_counter()
                link.sendall(b"".join(json.dumps(event).encode() + b"\n" for event in events))
                self.sent.append((now, due, time.perf_counter() - before))
                sent += due
            time.sleep(0.02)
        link.close()

    def resident(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def signal(self, wait=4):
        os.kill(self.process.pid, signal.SIGUSR1)
        time.sleep(wait)

    def text(self):
        return normalise(self.log.read_text(), self.folder).replace(str(self.port), "7800").replace(str(self.store.port), "7801")

    def printed(self):
        """What a handler printed, without the collector's own lines."""
        return "".join(line + "\n" for line in self.text().splitlines() if not re.match(r"\d\d:\d\d:\d\d ", line))

    def stop(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


FIND_PIPELINE = """
import gc, os, pipeline, signal, sys
found = []
def remember(self, *args, make=pipeline.Pipeline.__init__):
    found.append(self)
    make(self, *args)
pipeline.Pipeline.__init__ = remember
"""

COUNT_TASKS = (
    FIND_PIPELINE
    + """
import asyncio, collections
def where(task):
    inner = task.get_coro()
    while getattr(inner, "cr_await", None) is not None and hasattr(inner.cr_await, "cr_code"):
        inner = inner.cr_await
    return f"{task.get_coro().__qualname__}, waiting in {inner.__qualname__}"
def show(*_):
    tasks = asyncio.all_tasks()
    print(f"asyncio.all_tasks(): {len(tasks)}, done: {sum(task.done() for task in tasks)}")
    for name, count in collections.Counter(map(where, tasks)).most_common():
        print(f"  {count:6}  {name}")
    queue = found[0].queue
    print(f"queue: {queue.qsize()} of {queue.maxsize} places taken, {len(queue._putters)} putters and {len(queue._getters)} getters wait")
    print(f"pipeline._arriving: {len(found[0]._arriving)} tasks\\n(end)")
    sys.stdout.flush()
signal.signal(signal.SIGUSR1, show)
"""
)

COUNT_OBJECTS = (
    FIND_PIPELINE
    + """
import collections
def show(*_):
    before = len(gc.get_objects())
    freed = gc.collect()
    print(f"objects that the collector tracks: {before}")
    print(f"gc.collect() found {freed} unreachable; gc.garbage: {len(gc.garbage)}")
    for kind, count in collections.Counter(type(thing).__name__ for thing in gc.get_objects()).most_common(8):
        print(f"  {count:7}  {kind}")
    print("(end)")
    sys.stdout.flush()
signal.signal(signal.SIGUSR1, show)
"""
)

COMPARE_SNAPSHOTS = """
import signal, sys, tracemalloc
shots = []
def show(*_):
    shots.append(tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(False, tracemalloc.__file__)]))
    print(f"snapshot {len(shots)}: {tracemalloc.get_traced_memory()[0] / 2**20:.1f} MiB traced")
    if len(shots) == 2:
        for line in shots[1].compare_to(shots[0], "lineno")[:9]:
            print(line)
        print("(end)")
    sys.stdout.flush()
signal.signal(signal.SIGUSR1, show)
"""


def record_normal_run(program, out):
    collector = Collector(program)
    half = threading.Timer(SECONDS * 0.6, record_sockets, (collector, out))
    half.start()
    collector.replay()
    half.join()
    (out / "service-log.txt").write_text("\n".join(collector.text().splitlines()[:16]) + "\n")

    lines = ["second  resident MB"] + [f"{second:6}  {size:11.1f}" for second, size in collector.memory]
    (out / "memory.txt").write_text("\n".join(lines) + "\n")

    waits = [float(wait) for wait in re.findall(r"wait=([\d.]+)s", collector.text())]
    lines, ages = ["second  events written  age of the youngest  age of the oldest  wait by the collector's log"], []
    for number in range(SECONDS // 2):
        low, high = collector.begin + 2 * number, collector.begin + 2 * number + 2
        row = [age for moment, age in collector.store.ages if low <= moment < high]
        if row and number < len(waits):
            lines.append(f"{2 * number + 2:6}  {len(row):14}  {min(row):17.2f} s  {max(row):15.2f} s  {waits[number]:24.2f} s")
            ages.append((2 * number + 2, round(max(row), 2), waits[number]))
    (out / "age.txt").write_text("\n".join(lines) + "\n")

    lines = ["second  events sent  longest send()"]
    for number in range(0, SECONDS, 2):
        low, high = collector.begin + number, collector.begin + number + 2
        rows = [(count, took) for moment, count, took in collector.sent if low <= moment < high]
        if rows:
            lines.append(f"{number + 2:6}  {sum(count for count, _ in rows):11}  {max(took for _, took in rows) * 1000:10.1f} ms")
    (out / "agents.txt").write_text("\n".join(lines) + "\n")
    collector.stop()
    try:
        import draw
    except ImportError as error:
        return say(f"no pictures: {error}")
    draw.lines(out / "memory.svg", "Resident memory of the collector", "seconds", "MB", {"resident": [(x, round(y, 1)) for x, y in collector.memory]})
    series = {"age at the store": [(x, age) for x, age, _ in ages], "wait in the queue": [(x, wait) for x, _, wait in ages]}
    draw.lines(out / "age.svg", "How old an event is when it is written", "seconds", "seconds", series)


def record_sockets(collector, out):
    try:
        text = subprocess.run(
            ["ss", "-tn", "state", "established", f"( sport = :{collector.port} or dport = :{collector.port} or dport = :{collector.store.port} )"],
            capture_output=True, text=True,
        ).stdout  # fmt: skip
    except FileNotFoundError:
        return say("ss is not installed")
    text = "\n".join(line.rstrip() for line in text.splitlines())
    (out / "sockets.txt").write_text(text.replace(str(collector.port), "7800").replace(str(collector.store.port), "7801") + "\n")


def record_with_handler(program, out, name, before, flags=(), at=(SECONDS * 0.6,)):
    collector = Collector(program, before, flags)
    timers = [threading.Timer(moment, collector.signal, (0,)) for moment in at]
    for timer in timers:
        timer.start()
    collector.replay()
    end = time.monotonic() + 60
    while "(end)" not in collector.printed() and time.monotonic() < end:
        time.sleep(0.5)
    (out / name).write_text(collector.printed().replace("(end)\n", ""))
    collector.stop()


def record_variant(program, out, name, title, before, rate=RATE):
    collector = Collector(program, before).replay(rate)
    last = [line.split(" service ")[1].strip() for line in collector.text().splitlines() if "queue=" in line][-1]
    sizes = [size for _, size in collector.memory]
    (out / name).write_text(
        f"{title}\nafter {SECONDS} s: {last}\nresident memory after 3 s: {sizes[3]:.1f} MB, at the end: {sizes[-1]:.1f} MB, grown by {sizes[-1] - sizes[3]:.1f} MB\n"
    )
    collector.stop()


def main():
    program, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    # The stores of this script lose their clients in the middle of an answer whenever a collector is stopped.
    logging.getLogger("asyncio").disabled = True
    record_normal_run(program, out)
    with ThreadPoolExecutor(3) as pool:
        jobs = [
            pool.submit(record_with_handler, program, out, "tasks.txt", COUNT_TASKS),
            pool.submit(record_with_handler, program, out, "objects.txt", COUNT_OBJECTS),
            pool.submit(record_with_handler, program, out, "tracemalloc.txt", COMPARE_SNAPSHOTS, ("-X", "tracemalloc=1"), (4, SECONDS * 0.6)),
            pool.submit(record_variant, program, out, "writers.txt", "WRITERS = 16 instead of 4", "import pipeline\npipeline.WRITERS = 16"),
            pool.submit(record_variant, program, out, "depth.txt", "DEPTH = 50 instead of 500", "import pipeline\npipeline.DEPTH = 50"),
            pool.submit(record_variant, program, out, "slower-agents.txt", "agents send 150 events a second instead of 2500", "", 150),
        ]
        for job in jobs:
            job.result()


if __name__ == "__main__":
    main()
