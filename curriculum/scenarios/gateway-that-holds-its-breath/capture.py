"""Runs the gateway against three acquirers, nine terminals and a host whose first name server is silent.

That host is a mount and a network namespace of its own (needs root and util-linux's unshare): an /etc/resolv.conf that
names two servers on the loopback, of which the first never answers.

    python capture.py <program-dir> <evidence-dir>
"""

import asyncio
import contextlib
import fcntl
import itertools
import json
import os
import random
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True

SILENT, ANSWERING = "127.0.0.53", "127.0.0.54"
TERMINALS = 9
TRADE = 130


def say(text):
    print(text, file=sys.stderr)


# The host


def enter_namespace():
    """Starts this script again where it may have a resolv.conf and a loopback of its own."""
    if os.environ.get("CAPTURE_INSIDE"):
        return
    if shutil.which("unshare") is None or os.geteuid() != 0:
        sys.exit("needs root and unshare; nothing was written")
    command = ["unshare", "--mount", "--net", sys.executable, *sys.argv]
    sys.exit(subprocess.run(command, env={**os.environ, "CAPTURE_INSIDE": "1"}).returncode)


def prepare_host(folder):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as lo:
        # SIOCSIFFLAGS with IFF_UP
        fcntl.ioctl(lo, 0x8914, struct.pack("16sh14x", b"lo", 0x1))
    resolv = folder / "resolv.conf"
    resolv.write_text(f"nameserver {SILENT}\nnameserver {ANSWERING}\noptions timeout:3 attempts:2\n")
    subprocess.run(["mount", "--bind", resolv, "/etc/resolv.conf"], check=True)
    silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    silent.bind((SILENT, 53))
    answering = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    answering.bind((ANSWERING, 53))
    agent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    agent.bind(("127.0.0.1", 8125))
    threading.Thread(target=answer_names, args=(answering,), daemon=True).start()
    return silent, agent


def answer_names(server):
    """The smallest name server: 127.0.0.1 for each question about an IPv4 address, nothing for the others."""
    while True:
        query, client = server.recvfrom(512)
        end = query.index(b"\0", 12) + 5
        is_a = query[end - 4 : end - 2] == b"\0\1"
        head = query[:2] + b"\x81\x80" + b"\0\1" + (b"\0\1" if is_a else b"\0\0") + b"\0\0\0\0"
        record = b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4\x7f\0\0\1" if is_a else b""
        server.sendto(head + query[12:end] + record, client)


# Around the gateway


class Town:
    """Acquirers and terminals, on a loop in a thread of their own."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.seen = []
        self.dice = random.Random(11)
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self._call(self._open()).result(5)

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    async def _open(self):
        self.servers = [
            await asyncio.start_server(lambda r, w, n=name: self._acquirer(n, r, w), "127.0.0.1", port)
            for name, port in (("north", 7501), ("south", 7502), ("island", 7503))
        ]

    async def _acquirer(self, name, reader, writer):
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                received = time.time()
                await asyncio.sleep(self.dice.uniform(0.3, 0.8))
                writer.write(line)
                await writer.drain()
                self.seen.append((name, json.loads(line)["id"], received, time.time()))
        writer.close()

    async def _terminal(self, number, port, until, answers):
        await asyncio.sleep(self.dice.random())
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        turn = 0
        while time.time() < until:
            turn += 1
            begin = time.time()
            to = ("north", "south", "island")[self.dice.randrange(3)]
            writer.write(json.dumps({"id": f"{number:02}-{turn:03}", "to": to}).encode() + b"\n")
            answer = await reader.readline()
            answers.append((begin, time.time(), b"declined" in answer))
            await asyncio.sleep(self.dice.uniform(0.1, 0.6))
        writer.close()

    def trade(self, gateway, seconds):
        """Starts nine terminals at a gateway; gives back a future of what they got: begin, end, and whether it was refused."""

        async def all_terminals():
            answers = []
            until = time.time() + seconds
            await asyncio.gather(*(self._terminal(number, gateway.port, until, answers) for number in range(1, TERMINALS + 1)))
            return answers

        return self._call(all_terminals())


class Gateway:
    """One run of the program."""

    ports = itertools.count(7400)

    def __init__(self, program, python=sys.executable, before="", flags=()):
        self.port = next(self.ports)
        self.folder = Path(tempfile.mkdtemp(prefix="gateway-"))
        shutil.copytree(program, self.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        self.log = self.folder / "gateway.log"
        start = f"import runpy, settings\nsettings.LISTEN = ('127.0.0.1', {self.port})\n"
        start += f"{before}\nrunpy.run_path('service.py', run_name='__main__')\n"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [python, *flags, "-c", start], cwd=self.folder, stdout=out, stderr=out
            )
        self.wait_for("listening on", 20)

    @property
    def pid(self):
        return self.process.pid

    def text(self):
        return normalise(self.log.read_text(), self.folder)

    def wait_for(self, words, seconds, after=0):
        """Waits until words stand in the log behind a place; gives back the log's length then."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            size = self.log.stat().st_size
            if words in self.log.read_text()[after:]:
                return size
            time.sleep(0.02)
        raise TimeoutError(words)

    def wait_for_pause(self):
        """Right after the watch has said that the loop stands still: about two of three seconds are left."""
        return self.wait_for("taken no turn for 1.", 150, after=self.log.stat().st_size)

    def stop(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def normalise(text, folder):
    text = text.replace(str(folder), "/srv/app")
    for prefix in {sysconfig.get_path("stdlib"), sys.prefix, sys.base_prefix} - {"/usr"}:
        text = text.replace(prefix, "/usr/lib/python3")
    text = re.sub(r"/usr/lib/python3\.\d+", "/usr/lib/python3", text)
    text = re.sub(r"(\./)?/?[\w./-]*/(?=(Modules|Python|Objects)/\w+\.c:)", "", text)
    return text.replace(socket.gethostname(), "host")


def run(*command, seconds=30):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds).stdout
    except FileNotFoundError:
        say(f"{command[0]} is not installed")
        return None


# Artefacts


def summarise(answers, start):
    """What the terminals saw in each second."""
    rows = {}
    for begin, end, refused in answers:
        rows.setdefault(int(end - start), []).append((end - begin, refused))
    lines = ["second  answered  declined  slowest"]
    for second in range(30, min(max(rows) + 1, 105)):
        row = rows.get(second, [])
        slowest = f"{max(took for took, _ in row):6.2f}s" if row else "      -"
        lines.append(f"{second:6}  {len(row):8}  {sum(no for _, no in row):8}  {slowest}")
    return "\n".join(lines) + "\n"


def pauses(text):
    """The longest silence that the watch reported in each pause, with the time of its report."""
    found = []
    for stamp, seconds in re.findall(r"^(\S+) service +the loop has taken no turn for ([\d.]+) s", text, re.M):
        if found and float(seconds) > found[-1][1]:
            found[-1] = (stamp, float(seconds))
        else:
            found.append((stamp, float(seconds)))
    return found


def pause_report(gateway, answers, title):
    """How the gateway did while the terminals traded."""
    refused = sum(no for *_, no in answers)
    slowest = max(end - begin for begin, end, _ in answers)
    lines = [title, f"{len(answers)} requests in {TRADE} s, {refused} declined, slowest answer {slowest:.1f} s"]
    found = pauses(gateway.text())
    for stamp, silent in found:
        lines.append(f"{stamp}  the loop was reported silent for {silent:.1f} s")
    if not found:
        lines.append("no report of a silent loop")
    return "\n".join(lines) + "\n"


def record_normal_run(program, out, town):
    gateway = Gateway(program)
    start = time.time()
    trading = town.trade(gateway, 130)
    time.sleep(30)

    gateway.wait_for_pause()
    os.kill(gateway.pid, signal.SIGUSR1)
    time.sleep(0.3)
    dump = re.search(r"(Thread|Current thread) 0x.*?(?=^\d\d:\d\d:\d\d\.)", gateway.text() + "\n00:00:00.", re.S | re.M)
    (out / "dump.txt").write_text(dump.group())

    gateway.wait_for_pause()
    threads = run("ps", "-L", "-o", "pid,tid,stat,pcpu,wchan:24,time,comm", "-p", str(gateway.pid))
    if threads:
        (out / "threads.txt").write_text(threads)
    sockets = run("ss", "-tn", "state", "established", "( dport >= :7501 and dport <= :7503 )")
    if sockets:
        waiting = sum(int(line.split()[0]) > 0 for line in sockets.splitlines()[1:])
        (out / "sockets.txt").write_text(sockets + f"\n{waiting} of {len(sockets.splitlines()) - 1} with bytes in Recv-Q\n")

    names = run("ss", "-uanp")
    if names:
        rows = [line for line in names.splitlines() if line.startswith("State") or f"pid={gateway.pid}," in line]
        (out / "datagrams.txt").write_text("\n".join(line.rstrip() for line in rows) + "\n")

    if shutil.which("strace"):
        time.sleep(3)
        record_system_calls(gateway, out)
    else:
        say("strace is not installed")

    answers = trading.result(180)
    text = gateway.text()
    gateway.stop()
    text = re.sub(r"^(Thread|Current thread) 0x.*?(?=^\d\d:\d\d:\d\d\.)", "", text, flags=re.S | re.M)
    (out / "gateway-log.txt").write_text("".join(text.splitlines(keepends=True)[:44]))
    declined = re.findall(r"^(\S+) gateway +(\w+) (\S+): no answer", text, re.M)
    rows = {identity: (name, received, answered) for name, identity, received, answered in town.seen}
    lines = ["request  acquirer  received      answered      took    the gateway gave up at"]
    for gave_up, name, identity in declined[:16]:
        if identity in rows:
            _, received, answered = rows[identity]
            lines.append(
                f"{identity:7}  {name:8}  {clock(received)}  {clock(answered)}  {answered - received:.2f} s  {gave_up}"
            )
    (out / "acquirers.txt").write_text("\n".join(lines) + "\n")

    table = summarise(answers, start)
    (out / "latency.txt").write_text(table)
    points = sorted((round(end - start, 2), round(end - begin, 2)) for begin, end, _ in answers)
    draw_lines(out / "latency.svg", points)


def draw_lines(path, points):
    try:
        import draw
    except ImportError as error:
        return say(f"no picture: {error}")
    worst = {}
    for x, y in points:
        worst[int(x)] = max(worst.get(int(x), 0), y)
    draw.lines(path, "Slowest answer in each second, as a terminal sees it", "seconds", "seconds", {"slowest": sorted(worst.items())})


def record_system_calls(gateway, out):
    """Follows the main thread's waits through one whole pause. One that had begun before is of no use: then once more."""
    path = gateway.folder / "strace.out"
    for _ in range(5):
        tracer = subprocess.Popen(
            ["strace", "-tt", "-T", "-e", "trace=poll,epoll_wait,futex", "-o", path, "-p", str(gateway.pid)],
            stderr=subprocess.DEVNULL,
        )
        try:
            gateway.wait_for("taken no turn for 2.", 150, after=gateway.log.stat().st_size)
            time.sleep(1.5)
        finally:
            tracer.send_signal(signal.SIGINT)
            tracer.wait()
        lines = path.read_text().splitlines()
        took = [float((re.findall(r"<([\d.]+)>$", line) or ["0"])[0]) for line in lines]
        longest = took.index(max(took))
        if took[longest] > 2.5 and len(lines) > longest + 3:
            break
    else:
        return say("strace saw no whole pause")
    cut = [
        line if len(line) <= 110 else line[:84] + " ... " + line[line.rindex(" = ") :]
        for line in lines[max(0, longest - 12) : longest + 10]
    ]
    command = f"$ strace -tt -T -e trace=poll,epoll_wait,futex -p {gateway.pid}\n"
    (out / "strace.txt").write_text(command + "\n".join(cut) + "\n")


def clock(moment):
    return time.strftime("%H:%M:%S", time.localtime(moment)) + f".{int(moment % 1 * 1000):03}"


def record_gdb(program, out, town):
    """The C stack of the main thread in a pause. gdb needs symbols, so this takes the Python that a gdb extension lies beside."""
    scripts = sorted(Path("/usr/share/gdb/auto-load").rglob("python3.[0-9]*[0-9]-gdb.py"))
    python = scripts and "/" + str(scripts[-1].relative_to("/usr/share/gdb/auto-load")).removesuffix("-gdb.py")
    if not shutil.which("gdb") or not python or not Path(python).exists():
        return say("gdb or its extension for Python is not installed")
    gateway = Gateway(program, python=python)
    trading = town.trade(gateway, 80)
    try:
        gateway.wait_for_pause()
        # gdb takes about a second to read its symbols: meet the next pause as it begins
        text = run(
            "gdb", "-p", str(gateway.pid), "-batch", "-nx", "-ex", "bt 22", seconds=60,
        )  # fmt: skip
    finally:
        gateway.process.kill()
        with contextlib.suppress(Exception):
            trading.result(5)
    text = normalise(text or "", gateway.folder)
    gateway.stop()
    frames = [line if len(line) <= 110 else line[:107] + "..." for line in text.splitlines() if line.startswith("#")]
    if not any("getaddrinfo" in line for line in frames):
        return say("gdb came too late")
    (out / "gdb.txt").write_text("(gdb) bt 22\n" + "\n".join(frames) + "\n")


COLLECTOR = """
import atexit, gc, signal, sys, time
took = []
def watch(phase, info):
    if phase == "start":
        watch.begin = time.perf_counter()
    else:
        took.append((info["generation"], time.perf_counter() - watch.begin))
gc.callbacks.append(watch)
def report(*_):
    for generation in range(3):
        row = [seconds for number, seconds in took if number == generation]
        print(f"generation {generation}: {len(row)} collections, longest {max(row, default=0) * 1000:.1f} ms", file=sys.stderr, flush=True)
signal.signal(signal.SIGUSR2, report)
"""


def main():
    enter_namespace()
    program, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="gateway-host-"))
    host = prepare_host(work)
    town = Town()

    begin = time.monotonic()
    ask = "import socket; print(socket.gethostbyname('stats-agent.shop.internal'))"
    found = run(sys.executable, "-c", ask)
    resolv = Path("/etc/resolv.conf").read_text()
    (out / "names.txt").write_text(
        f"$ cat /etc/resolv.conf\n{resolv}\n$ time python3 -c \"{ask}\"\n{found}real {time.monotonic() - begin:.3f} s\n"
    )

    record_normal_run(program, out, town)
    stack = threading.Thread(target=record_gdb, args=(program, out, town))
    stack.start()
    debug = Gateway(program, flags=["-X", "dev"])
    collector = Gateway(program, before=COLLECTOR)
    often = Gateway(program, before="settings.MAX_USES = 20")
    trades = {gateway: town.trade(gateway, TRADE) for gateway in (debug, collector, often)}
    answers = {gateway: trade.result(TRADE + 120) for gateway, trade in trades.items()}
    stack.join()

    lines = [line for line in debug.text().splitlines() if "asyncio" in line or "no turn" in line]
    (out / "debug.txt").write_text("$ python -X dev service.py\n" + "\n".join(lines[:18]) + "\n")

    report = pause_report(collector, answers[collector], "A callback in gc.callbacks times every collection")
    os.kill(collector.pid, signal.SIGUSR2)
    collector.wait_for("generation 2", 15)
    report += "".join(line + "\n" for line in collector.text().splitlines() if line.startswith("generation"))
    (out / "collector.txt").write_text(report)

    (out / "uses.txt").write_text(pause_report(often, answers[often], "MAX_USES = 20 instead of 80"))
    for gateway in trades:
        gateway.stop()
    del host
    shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
