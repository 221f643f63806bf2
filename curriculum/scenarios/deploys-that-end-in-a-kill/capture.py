"""Stops the runner many times at random moments, against a store whose answers take a while.

    python capture.py <program-dir> <evidence-dir>
"""

import asyncio
import contextlib
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
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True

GRACE = 5


def say(text):
    print(text, file=sys.stderr)


def normalise(text, folder):
    text = text.replace(str(folder), "/srv/app")
    for prefix in {sysconfig.get_path("stdlib"), sys.prefix, sys.base_prefix} - {"/usr"}:
        text = text.replace(prefix, "/usr/lib/python3")
    return re.sub(r"/usr/lib/python3\.\d+", "/usr/lib/python3", text).replace(socket.gethostname(), "host")


def clock(moment):
    return time.strftime("%H:%M:%S", time.localtime(moment)) + f".{int(moment % 1 * 1000):03}"


class Store:
    """The store, on a loop in a thread of its own."""

    def __init__(self, release, jobs):
        self.release, self.jobs = release, jobs
        self.log = []
        self.number = 100
        self.dice = random.Random()
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.port = asyncio.run_coroutine_threadsafe(self._open(), self.loop).result(5)

    async def _open(self):
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        with contextlib.suppress(ConnectionError):
            if line := await reader.readline():
                await self._answer(json.loads(line), reader, writer)
        writer.close()

    async def _answer(self, request, reader, writer):
        operation, answer = request["operation"], {"ok": True}
        if operation == "take":
            while not self.jobs:
                await asyncio.sleep(1)
            self.number += 1
            answer = {"id": self.number, "pieces": ["index", "pages", "images"]}
            self._note(f"job {self.number} taken by {request['owner']}")
        elif operation == "release":
            self._note(f"job {request['job']} release asked by {request['owner']}")
        await asyncio.sleep({"copy": self.dice.uniform(0.1, 0.2), "release": self.release}.get(operation, 0.01))
        if operation == "release":
            hung_up = reader.at_eof()
            self._note(f"job {request['job']} {'NOT RELEASED: client closed before the end' if hung_up else 'released'}")
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()

    def _note(self, text):
        self.log.append((time.time(), text))


class Runner:
    """One run of the program, with a store of its own."""

    def __init__(self, program, release=0.12, jobs=True, before=""):
        self.folder = Path(tempfile.mkdtemp(prefix="runner-"))
        shutil.copytree(program, self.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        self.store = Store(release, jobs)
        main = self.folder / "runner.py"
        main.write_text(main.read_text().replace("7700", str(self.store.port)))
        self.log = self.folder / "runner.log"
        start = f"{before}\nimport runpy\nrunpy.run_path('runner.py', run_name='__main__')\n"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen([sys.executable, "-c", start], cwd=self.folder, stdout=out, stderr=out)

    def let_run(self, least=2.5):
        """Long enough to be in the middle of things, and to end somewhere by chance."""
        time.sleep(least + random.uniform(0, 2))

    def terminate(self):
        self.told = time.time()
        self.process.send_signal(signal.SIGTERM)

    def ended_within(self, seconds):
        try:
            self.process.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False

    def text(self):
        return normalise(self.log.read_text(), self.folder)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.store.loop.call_soon_threadsafe(self.store.loop.stop)
        shutil.rmtree(self.folder, ignore_errors=True)


def stop_once(program, release=0.12, jobs=True):
    """Seconds until the runner had ended, or None if it was killed after the grace period."""
    runner = Runner(program, release, jobs)
    runner.let_run()
    runner.terminate()
    took = time.time() - runner.told if runner.ended_within(GRACE) else None
    runner.kill()
    return took


def stop_often(program, times, **options):
    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(lambda _: stop_once(program, **options), range(times)))


def hanging_runner(program, before):
    """A runner that was told to stop and still runs two seconds later.

    Not one in which all workers went on, nor one that was told within the same millisecond in which a worker began to give
    its job back: both happen, and a single log is read more easily without them.
    """
    for _ in range(60):
        runner = Runner(program, before=before)
        runner.let_run()
        runner.terminate()
        if not runner.ended_within(2) and is_typical(runner):
            return runner
        runner.kill()
    raise RuntimeError("no runner went on as most do")


def is_typical(runner):
    before, _, after = runner.text().partition("SIGTERM")
    going_on = re.findall(r"(worker-\d) takes job", after)
    giving_back = [name for name in going_on if re.search(rf"{name} gives job \d+ back\n(?!.*{name} has done)", before, re.S)]
    broken_off = any("NOT RELEASED" in text for moment, text in runner.store.log if moment > runner.told)
    return bool(" ends" in after and giving_back and broken_off)


LIST_TASKS = """
import asyncio, signal, sys
def show(*_):
    for task in sorted(asyncio.all_tasks(), key=lambda task: task.get_name()):
        print("  " + repr(task).replace(" wait_for=", "\\n    wait_for=").replace("> cb=[", ">\\n    cb=["))
        print(f"    cancelling() = {task.cancelling()}")
    sys.stdout.flush()
signal.signal(signal.SIGUSR1, show)
"""

TRACE_CANCELLATION = """
import asyncio, os, sys, time
def trace(frame, event, argument):
    name = os.path.basename(frame.f_code.co_filename)
    if name not in ("leases.py", "worker.py", "runner.py", "store.py"):
        return None
    if event == "exception" and issubclass(argument[0], asyncio.CancelledError):
        now = time.time()
        stamp = time.strftime("%H:%M:%S", time.localtime(now)) + f".{int(now % 1 * 1000):03}"
        task = asyncio.current_task()
        print(f"{stamp} CancelledError  {task.get_name():18} {name}:{frame.f_lineno:<3} {frame.f_code.co_name:10} cancelling()={task.cancelling()}", file=sys.stderr, flush=True)
    return trace
sys.settrace(trace)
"""


def around(lines, before, after):
    """The lines round the moment of the signal."""
    at = next(place for place, line in enumerate(lines) if "SIGTERM" in line)
    return lines[max(0, at - before) : at + after]


def record_one_hang(program, out):
    runner = hanging_runner(program, LIST_TASKS)
    first = [line for line in runner.text().splitlines() if not line.startswith("  ")]
    for _ in range(5):
        mark = len(runner.text())
        os.kill(runner.process.pid, signal.SIGUSR1)
        time.sleep(0.3)
        listing = [line for line in runner.text()[mark:].splitlines() if line.startswith("  ")]
        # A commit takes a fiftieth of a second. In a listing that met one it would be taken for one that is left.
        if not any("Store.ask" in line for line in listing):
            break
    (out / "tasks.txt").write_text(f"{time.time() - runner.told:.1f} s after SIGTERM\n" + "\n".join(listing) + "\n")
    (out / "runner-log.txt").write_text("\n".join(around(first, 14, 24)) + "\n")

    mark = len(runner.text())
    for _ in range(2):
        runner.terminate()
        time.sleep(1.5)
    lines = [line for line in runner.text()[mark:].splitlines() if re.match(r"\d\d:", line)]
    alive = runner.process.poll() is None
    (out / "second-signal.txt").write_text("\n".join(lines[:30]) + f"\nthe process is {'still there' if alive else 'gone'}\n")

    stamp = next(line for line in first if "SIGTERM" in line).split()[0]
    rows = [f"{clock(moment)}  {text}" for moment, text in runner.store.log]
    place = next((number for number, row in enumerate(rows) if row.split()[0] > stamp), len(rows))
    rows.insert(place, f"{stamp}  ---- SIGTERM at the runner, by its own log ----")
    (out / "store-log.txt").write_text("\n".join(rows[max(0, place - 14) : place + 20]) + "\n")
    runner.kill()


def record_trace(program, out):
    runner = hanging_runner(program, TRACE_CANCELLATION)
    lines = runner.text().splitlines()
    (out / "trace.txt").write_text("\n".join(around(lines, 10, 34)) + "\n")
    runner.kill()


def main():
    program, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    # The store of this script is left with questions whenever a runner is stopped.
    logging.getLogger("asyncio").disabled = True
    record_one_hang(program, out)
    record_trace(program, out)

    took = stop_often(program, 16)
    lines = [
        f"stop {number:2}: " + ("killed after the grace period" if seconds is None else f"ended after {seconds:.2f} s")
        for number, seconds in enumerate(took, 1)
    ]
    killed = sum(seconds is None for seconds in took)
    (out / "stops.txt").write_text("\n".join(lines) + f"\n{killed} of {len(took)} were killed\n")
    try:
        import draw

        bars = [(f"stop {number}", round(seconds or GRACE, 2)) for number, seconds in enumerate(took, 1)]
        draw.bars(out / "stops.svg", f"Sixteen stops, killed after {GRACE} s", bars, "seconds")
    except ImportError as error:
        say(f"no picture: {error}")

    lines = []
    for release in (0.01, 0.12, 0.6):
        took = stop_often(program, 24, release=release)
        lines.append(f"a release takes {release * 1000:4.0f} ms: {sum(seconds is None for seconds in took):2} of {len(took)} stops ended in a kill")
    (out / "release-times.txt").write_text("\n".join(lines) + "\n")

    took = stop_often(program, 12, jobs=False)
    slowest = max((seconds for seconds in took if seconds is not None), default=0)
    (out / "idle.txt").write_text(f"no jobs: {sum(seconds is None for seconds in took)} of {len(took)} stops ended in a kill, the slowest took {slowest:.2f} s\n")

    ask = "import asyncio, inspect; print(inspect.getsource(asyncio.TaskGroup))"
    source = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout.splitlines()
    first = next(place for place, line in enumerate(source) if "while self._tasks:" in line)
    last = next(place for place in range(first, len(source)) if source[place].strip() == "self._on_completed_fut = None" and place > first + 3)
    abort = next(place for place, line in enumerate(source) if "def _abort(self):" in line)
    shown = source[first - 5 : last + 1] + ["", "    ...", ""] + source[abort : abort + 6]
    (out / "taskgroup.txt").write_text("# asyncio.TaskGroup, from __aexit__\n" + "\n".join(line.rstrip() for line in shown) + "\n")

    ask = "import asyncio; print(*asyncio.CancelledError.__mro__, sep='\\n')"
    shown = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout
    (out / "mro.txt").write_text(f'$ python3 -c "import asyncio; print(*asyncio.CancelledError.__mro__)"\n{shown}')


if __name__ == "__main__":
    main()
