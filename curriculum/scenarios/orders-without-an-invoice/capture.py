"""Runs the order service against a warehouse that answers after two seconds and a marketplace that sends batches.

    python capture.py <program-dir> <evidence-dir>
"""

import asyncio
import contextlib
import gc
import json
import logging
import os
import random
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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True

# So many orders at once hold enough objects to start a collection.
LARGE = gc.get_threshold()[0] // 6


def say(text):
    print(text, file=sys.stderr)


def normalise(text, folder):
    text = text.replace(str(folder), "/srv/app")
    for prefix in {sysconfig.get_path("stdlib"), sys.prefix, sys.base_prefix} - {"/usr"}:
        text = text.replace(prefix, "/usr/lib/python3")
    return re.sub(r"/usr/lib/python3\.\d+", "/usr/lib/python3", text).replace(socket.gethostname(), "host")


def clock(moment):
    return time.strftime("%H:%M:%S", time.localtime(moment)) + f".{int(moment % 1 * 1000):03}"


class Warehouse:
    """Answers every request after about two seconds, on a loop in a thread of its own, and remembers when."""

    def __init__(self, delay):
        self.delay = delay
        self.loop = asyncio.new_event_loop()
        self.dice = random.Random(3)
        self.seen = {}
        self.tasks = set()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.port = asyncio.run_coroutine_threadsafe(self._open(), self.loop).result(5)

    async def _open(self):
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                task = asyncio.create_task(self._answer(json.loads(line), time.time(), writer))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)

    async def _answer(self, request, received, writer):
        await asyncio.sleep(self.delay * self.dice.uniform(0.9, 1.1))
        with contextlib.suppress(ConnectionError):
            writer.write(json.dumps({"tag": request["tag"], "slip": f"W{request['tag']:06}"}).encode() + b"\n")
            self.seen[request["order"]] = (request["tag"], received, time.time())


class Service:
    """One run of the program, with a warehouse of its own."""

    def __init__(self, program, before="", delay=2.0):
        self.folder = Path(tempfile.mkdtemp(prefix="orders-"))
        shutil.copytree(program, self.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        self.warehouse = Warehouse(delay)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        # The ports are the only change: several services run on this host at once.
        main = self.folder / "service.py"
        text = main.read_text().replace("7600", str(self.port)).replace("7601", str(self.warehouse.port))
        main.write_text(text)
        self.log = self.folder / "service.log"
        start = f"{before}\nimport runpy\nrunpy.run_path('service.py', run_name='__main__')\n"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen([sys.executable, "-c", start], cwd=self.folder, stdout=out, stderr=out)
        end = time.monotonic() + 20
        while "listening on" not in self.log.read_text():
            if time.monotonic() > end:
                raise TimeoutError("the service did not start")
            time.sleep(0.02)
        self.marketplace = socket.create_connection(("127.0.0.1", self.port))
        self.answers = self.marketplace.makefile("rb")
        self.next = 1
        self.sent = {}

    def send(self, size):
        """One batch; comes back when the marketplace has its numbers."""
        orders = [{"id": self.next + place, "items": ["cup", "saucer"]} for place in range(size)]
        self.next += size
        self.marketplace.sendall(json.dumps(orders).encode() + b"\n")
        for number in json.loads(self.answers.readline()):
            self.sent[number] = time.time()

    def signal(self, wait=0.3):
        os.kill(self.process.pid, signal.SIGUSR2)
        time.sleep(wait)

    def text(self):
        return normalise(self.log.read_text(), self.folder).replace(str(self.port), "7600").replace(str(self.warehouse.port), "7601")

    def invoices(self):
        return [json.loads(line)["order"] for line in (self.folder / "invoices.jsonl").read_text().splitlines()]

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.warehouse.loop.call_soon_threadsafe(self.warehouse.loop.stop)
        shutil.rmtree(self.folder, ignore_errors=True)


# Handlers that are put into a replica before it starts

FIND_DESK = """
import gc, orders, signal, sys, time
desks = []
def remember(self, *args, make=orders.OrderDesk.__init__):
    desks.append(self)
    make(self, *args)
orders.OrderDesk.__init__ = remember
"""

LIST_TASKS = (
    FIND_DESK
    + """
import asyncio
def show(*_):
    tasks = sorted(asyncio.all_tasks(), key=lambda task: (len(task.get_name()), task.get_name()))
    orders_only = [task for task in tasks if task.get_name().startswith("order-")]
    warehouse = desks[0].warehouse.counts
    print(f"orders: {desks[0].counts}\\nwarehouse: {warehouse}")
    print(f"asyncio.all_tasks(): {len(tasks)} tasks, {len(orders_only)} of them of orders")
    for task in [task for task in tasks if task not in orders_only] + orders_only[:4]:
        print("  " + repr(task).replace(" wait_for=", "\\n    wait_for=").replace("> cb=[_", ">\\n    cb=[_"))
    numbers = {int(task.get_name().removeprefix("order-")) for task in orders_only}
    missing = sorted(set(range(1, desks[0].counts["accepted"] + 1)) - numbers)
    print(f"accepted, and no task of that name exists: {len(missing)}\\n  {missing[:18]}")
    sys.stdout.flush()
signal.signal(signal.SIGUSR2, show)
"""
)

LIST_REFERRERS = (
    FIND_DESK
    + """
import asyncio
def name(thing):
    if isinstance(thing, asyncio.Task):
        return f"Task {thing.get_name()}"
    return f"{type(thing).__name__} {getattr(thing, '__qualname__', '')}".strip()
def show(*_):
    start = next(task for task in asyncio.all_tasks() if task.get_name() == "order-2")
    found, fresh = {id(start): start}, [start]
    own = {id(found), id(fresh)}
    while fresh:
        thing = fresh.pop()
        for other in gc.get_referrers(thing):
            if other is sys._getframe() or id(other) in own or isinstance(other, type(sys._getframe())):
                continue
            print(f"{name(thing):40} <- {name(other)}")
            if id(other) not in found:
                found[id(other)] = other
                fresh.append(other)
    print(f"no further referrers; {len(found)} objects lead to Task order-2, of these types:")
    print("  " + ", ".join(sorted({type(thing).__name__ for thing in found.values()})))
    sys.stdout.flush()
signal.signal(signal.SIGUSR2, show)
"""
)

WATCH_COLLECTOR = (
    FIND_DESK
    + """
def watch(phase, info):
    if not desks:
        return
    counts, answers = desks[0].counts, desks[0].warehouse.counts["answers"]
    if phase == "start":
        watch.before = counts["open"]
        return
    now = time.time()
    stamp = time.strftime("%H:%M:%S", time.localtime(now)) + f".{int(now % 1 * 1000):03}"
    print(f"{stamp}  generation {info['generation']}  collected {info['collected']:5}  open before {watch.before:4}  open after {counts['open']:4}  answers so far {answers:5}", flush=True)
gc.callbacks.append(watch)
"""
)

LET_ASYNCIO_SPEAK = """
import logging.config
real = logging.config.dictConfig
def configure(settings):
    del settings["loggers"]["asyncio"]
    real(settings)
logging.config.dictConfig = configure
"""


def last_counts(service):
    return re.findall(r"service +(orders accepted.*)$", service.text(), re.M)[-1]


def record_day(program, out):
    """Thirty batches and single orders between them, as in production."""
    service = Service(program)
    begin = time.time()
    alone = []
    dice = random.Random(5)
    for _ in range(30):
        service.send(dice.randint(LARGE // 10, LARGE * 3 // 4))
        for _ in range(3):
            time.sleep(dice.uniform(0.1, 0.6))
            alone.append(service.next)
            service.send(1)
    time.sleep(9)
    (out / "service-log.txt").write_text("\n".join(line for line in service.text().splitlines() if "batch of 1 " not in line) + "\n")

    invoiced = set(service.invoices())
    lost = [number for number in service.sent if number not in invoiced]
    lines = [f"accepted {len(service.sent)}, invoices in the ledger {len(invoiced)}, lines in the ledger {len(service.invoices())}"]
    unclaimed = last_counts(service).rsplit("=", 1)[1]
    lines.append(f"orders without an invoice: {len(lost)}\nanswers of the warehouse that nobody claimed: {unclaimed}")
    for first in range(0, min(len(lost), 160), 16):
        lines.append("  " + " ".join(f"{number:4}" for number in lost[first : first + 16]))
    lines.append(f"sent alone: {len(alone)}, of these without an invoice: {len(set(alone) & set(lost))}")
    (out / "ledger.txt").write_text("\n".join(lines) + "\n")

    lines = ["order  tag   received by the warehouse  answered      invoice"]
    for number in lost[:12] + sorted(invoiced)[:6]:
        tag, received, answered = service.warehouse.seen[number]
        lines.append(f"{number:5}  {tag:4}  {clock(received)}               {clock(answered)}  {'yes' if number in invoiced else 'no'}")
    complete = sum(number in service.warehouse.seen for number in service.sent)
    lines.append(f"{complete} of {len(service.sent)} orders were received once and answered once")
    (out / "warehouse.txt").write_text("\n".join(lines) + "\n")
    draw_day(out, service, begin)
    service.stop()


def draw_day(out, service, begin):
    try:
        import draw
    except ImportError as error:
        return say(f"no picture: {error}")
    accepted, invoiced = [], []
    today = time.strftime("%Y-%m-%d ", time.localtime(begin))
    for stamp, numbers in re.findall(r"^(\d\d:\d\d:\d\d)\.\d+ service +orders (.*), warehouse", service.text(), re.M):
        seconds = round(time.mktime(time.strptime(today + stamp, "%Y-%m-%d %H:%M:%S")) - begin)
        counts = dict(pair.split("=") for pair in numbers.split())
        accepted.append((seconds, int(counts["accepted"])))
        invoiced.append((seconds, int(counts["invoiced"])))
    draw.lines(out / "service.svg", "Orders accepted and invoiced", "seconds", "orders", {"accepted": accepted, "invoiced": invoiced})


def main():
    # The warehouse of this script is left with answers to send whenever a service is stopped.
    logging.getLogger("asyncio").disabled = True
    program, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    day = threading.Thread(target=record_day, args=(program, out))
    day.start()

    service = Service(program, LIST_TASKS)
    # The collector runs when objects are made: the second and the third batch find the first one waiting.
    for _ in range(3):
        service.send(LARGE)
        time.sleep(0.3)
    service.signal()
    (out / "tasks.txt").write_text(f"0.9 seconds after the first of three batches of {LARGE}\n" + after_log(service))
    service.stop()

    service = Service(program, LIST_REFERRERS)
    service.send(3)
    time.sleep(0.5)
    service.signal()
    (out / "referrers.txt").write_text(after_log(service))
    service.stop()

    service = Service(program, WATCH_COLLECTOR)
    for _ in range(8):
        service.send(LARGE // 2)
        time.sleep(1)
    time.sleep(6)
    lines = [line for line in service.text().splitlines() if "generation" in line or "batch of" in line or "orders acc" in line]
    (out / "collector.txt").write_text("\n".join(lines) + "\n")
    service.stop()

    service = Service(program, LET_ASYNCIO_SPEAK)
    for _ in range(4):
        service.send(LARGE // 2)
        time.sleep(1)
    time.sleep(6)
    lines = []
    for line in service.text().splitlines():
        lines += line.replace(" wait_for=", "\n    wait_for=").splitlines()
    (out / "asyncio-log.txt").write_text("\n".join(lines[:32]) + f"\n... {service.text().count('was destroyed')} such messages, and then\n{lines[-1]}\n")
    service.stop()

    # Fast enough that the orders which wait would start a collection.
    pause = round(25 / LARGE, 2)
    for name, title, sizes, pause, delay in (
        ("small.txt", f"60 batches of 10, one every {pause} s", [10] * 60, pause, 2.0),
        ("quick.txt", f"60 batches of 10, one every {pause} s, and a warehouse that answers after 5 ms", [10] * 60, pause, 0.005),
    ):
        service = Service(program, delay=delay)
        for size in sizes:
            service.send(size)
            time.sleep(pause)
        time.sleep(8)
        (out / name).write_text(f"{title}\n{last_counts(service).replace(', ', chr(10))}\n")
        service.stop()
    day.join()


def after_log(service):
    """What a handler printed, without the service's own lines."""
    return "".join(line + "\n" for line in service.text().splitlines() if not re.match(r"\d\d:\d\d:\d\d\.", line))


if __name__ == "__main__":
    main()
