"""Replays a morning's jobs through the service until nothing comes back, and asks the real tools about it.

python capture.py <program-dir> <evidence-dir>; a tool that is missing is named on stderr, and its file is left out.
"""

import http.server
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
EVIDENCE = pathlib.Path(sys.argv[2]).resolve()
# Where gdb looks for what it needs to know of a program; a Python with such a file is one that `py-bt` can read.
AUTO_LOAD = pathlib.Path("/usr/share/gdb/auto-load")
GDB_EXTENSION = next(iter(AUTO_LOAD.glob("usr/bin/python3.*-gdb.py")), None)
GDB_PYTHON = GDB_EXTENSION and "/" + str(GDB_EXTENSION.relative_to(AUTO_LOAD)).removesuffix("-gdb.py")
PYTHON = GDB_PYTHON or sys.executable
ANSWER_AFTER = 0.12
JOBS = 3000
SILENT = 12
PATIENCE = 150


class Rates(http.server.BaseHTTPRequestHandler):
    """Stands in for the rates service of the replay host."""

    def do_GET(self):
        time.sleep(ANSWER_AFTER)
        body = json.dumps({"rates": {"EUR": 1.0, "USD": 0.92, "GBP": 1.17, "CHF": 1.04}}).encode()
        try:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            # The service was stopped in the middle of a refresh.
            pass

    def log_message(self, *_):
        pass


def write_jobs(path):
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        for number in range(JOBS):
            bookings = [
                {
                    "date": f"2026-03-{chance.randint(1, 28):02d}",
                    "text": chance.choice(["card payment", "transfer", "standing order", "fee"]),
                    "amount": round(chance.uniform(1, 900), 2),
                    "currency": chance.choice(["EUR", "USD", "GBP", "CHF"]),
                }
                for _ in range(chance.randint(20, 300))
            ]
            job = {"id": f"S-{number:06d}", "account": f"{chance.randint(0, 99999):05d}", "bookings": bookings}
            file.write(json.dumps(job) + "\n")


def missing(what):
    print(f"not captured: {what}", file=sys.stderr)


def clean(text):
    text = text.replace(str(WORK), "/srv/app").replace(str(PROGRAM), "/srv/app")
    text = re.sub(r"/[\w./-]*/bin/python3(\.\d+)?", "/usr/bin/python3", text)
    text = re.sub(r"/[\w./-]*/lib/python3\.\d+", "/usr/lib/python3", text)
    return re.sub(r"[ \t]+$", "", text, flags=re.M)


def write(name, text):
    (EVIDENCE / name).write_text(clean(text).strip("\n") + "\n", encoding="utf-8")


def shell(command):
    """What the terminal shows: the command and what it printed."""
    done = subprocess.run(command, shell=True, cwd=WORK, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return f"$ {command}\n{done.stdout}"


def start(log, python=PYTHON, options=(), **settings):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "STATEMENTS_RATES_URL": RATES_URL}
    environment |= {"STATEMENTS_RATES_INTERVAL": "1", "STATEMENTS_JOB_TIMEOUT": "1"}
    environment |= {f"STATEMENTS_{name.upper()}": value for name, value in settings.items()}
    return subprocess.Popen(
        [python, *options, "service.py", "jobs.jsonl"],
        cwd=WORK,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=(WORK / log).open("w"),
    )


def is_silent(log, enough=SILENT):
    """Whether the last lines that tell of results are all of results that did not come."""
    told = [line for line in (WORK / log).read_text().splitlines() if " service: " in line][-enough:]
    return len(told) == enough and all("no result" in line for line in told)


def wait_until(condition, process, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None and not condition():
        time.sleep(0.2)
    return condition()


def workers_of(pid):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(line) for line in found.split()]


def stop(process):
    for pid in [*workers_of(process.pid), process.pid]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait()


def dump(pid, log):
    """What SIGUSR1 adds to the log."""
    before = (WORK / log).stat().st_size
    os.kill(pid, signal.SIGUSR1)
    time.sleep(0.5)
    added = (WORK / log).read_bytes()[before:].decode()
    stacks = [line for line in added.splitlines() if not re.match(r"\d{4}-\d\d-\d\d ", line)]
    return f"$ kill -USR1 {pid}\n" + "\n".join(stacks)


def gdb(pid):
    if not shutil.which("gdb") or GDB_EXTENSION is None:
        return missing("gdb-worker.txt (gdb, or Python's extension of it)")
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
    command += ["-ex", f"source {GDB_EXTENSION}", "-ex", "info threads", "-ex", "py-bt"]
    shown = subprocess.run(command, capture_output=True, text=True).stdout
    return write("gdb-worker.txt", f"$ gdb -p {pid} -batch -ex 'info threads' -ex py-bt\n{shown}")


def strace(pid):
    if not shutil.which("strace"):
        return missing("strace-worker.txt (strace)")
    shown = subprocess.run(["timeout", "3", "strace", "-f", "-tt", "-p", str(pid)], capture_output=True, text=True)
    return write("strace-worker.txt", f"$ timeout 3 strace -f -tt -p {pid}\n{shown.stderr}\n[stopped after 3 s]")


def finished(log):
    """How many statements were finished by when, and a picture of it."""
    points = [(0.0, 0)]
    rows = ["seconds  batch  done of  in seconds  done in all"]
    lines = (WORK / log).read_text().splitlines()
    first = seconds_of(lines[0])
    for line in lines:
        if found := re.search(r"batch (\d+): (\d+) of (\d+) statements in ([\d.]+) s", line):
            at = seconds_of(line) - first
            total = points[-1][1] + int(found[2])
            rows.append(f"{at:7.1f}  {found[1]:>5}  {found[2]:>4} {found[3]}  {found[4]:>10}  {total:>11}")
            points.append((round(at, 1), total))
    end = seconds_of(next(line for line in reversed(lines) if "no result" in line)) - first
    rows.append(f"{end:7.1f}  {len(points):5d}  not finished: nothing but 'no result' since the batch before")
    write("finished.txt", "\n".join(rows))
    points.append((round(end, 1), points[-1][1]))
    try:
        sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "shared"))
        import draw
    except ImportError:
        return missing("finished.svg (the drawing module)")
    title = "Statements finished since the start"
    return draw.lines(
        str(EVIDENCE / "finished.svg"), title, "seconds since the start", "statements", {"finished": points}
    )


def seconds_of(line):
    hours, minutes, seconds = line[11:23].replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def incident():
    """True when the morning went as mornings go: some statements lost first, and then nothing any more."""
    process = start("service.log")
    try:
        if not wait_until(lambda: is_silent("service.log"), process):
            return False
        if len(re.findall(r": \d\d of 100 statements", (WORK / "service.log").read_text())) < 2:
            return False
        workers = workers_of(process.pid)
        write("service-log.txt", shell("grep -v 'worker ready' service.log | grep -v refreshed | tail -n 34"))
        calls = (WORK / "service.log").read_text().count("refreshed")
        wait_until(lambda: (WORK / "service.log").read_text().count("refreshed") > calls, process)
        write("dump-parent.txt", dump(process.pid, "service.log"))
        write("dump-worker.txt", dump(workers[1], "service.log"))
        ps = f"ps -o pid,ppid,nlwp,stat,wchan:22,etimes,time,args --forest -p {process.pid} --ppid {process.pid}"
        write("processes.txt", shell(ps))
        write("threads.txt", shell(f"ps -L -o pid,tid,stat,pcpu,wchan:22,comm -p {process.pid} --ppid {process.pid}"))
        strace(workers[0])
        gdb(workers[0])
        births = [shell(f"grep -E 'ready|refreshed' service.log | grep -A 4 'pid {pid}$'") for pid in workers]
        write("births.txt", "\n".join(births))
        finished("service.log")
        return True
    finally:
        stop(process)


def replay(name, **settings):
    """The same jobs with one setting changed, as far as they get."""
    process = start(f"{name}.log", **settings)
    try:
        wait_until(lambda: is_silent(f"{name}.log", 7), process)
        changed = " ".join(f"STATEMENTS_{key.upper()}={value}" for key, value in settings.items())
        end = "still running, stopped by hand" if process.poll() is None else f"ended with exit code {process.poll()}"
        shown = shell(f"grep -E 'batch|no result' {name}.log | cut -c 12- | tail -n 16")
        write(f"{name}.txt", f"$ {changed} python service.py jobs.jsonl 2> {name}.log\n[{end}]\n{shown}")
    finally:
        stop(process)


def newer_python():
    """The same service under a Python that looks at forks more closely."""
    pythons = [sys.executable, *(path for name in ("python3.13", "python3.12") if (path := shutil.which(name)))]
    for python in pythons:
        version = subprocess.run([python, "-V"], capture_output=True, text=True)
        if version.returncode == 0 and re.search(r" 3\.(1[2-9])", version.stdout):
            break
    else:
        return missing("newer-python.txt (a Python of at least 3.12)")
    process = start("newer-python.log", python, ["-W", "always::DeprecationWarning"])
    try:
        wait_until(lambda: "DeprecationWarning" in (WORK / "newer-python.log").read_text(), process, 20)
    finally:
        stop(process)
    shown = shell("head -n 14 newer-python.log")
    command = "python -W always::DeprecationWarning service.py jobs.jsonl 2> newer-python.log"
    return write("newer-python.txt", f"$ python -V\n{version.stdout}$ {command}\n[stopped by hand]\n{shown}")


with tempfile.TemporaryDirectory() as folder:
    WORK = pathlib.Path(folder).resolve()
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    for file in PROGRAM.glob("*.py"):
        shutil.copy(file, WORK)
    write_jobs(WORK / "jobs.jsonl")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Rates)
    RATES_URL = f"http://127.0.0.1:{server.server_port}/v2/latest"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    if not any(incident() for _ in range(6)):
        sys.exit("six mornings went otherwise")
    replay("longer-timeout", job_timeout="3")
    replay("no-replacement", jobs_per_worker="0")
    replay("no-refresh", rates_interval="3600")
    newer_python()
