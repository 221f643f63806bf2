"""Runs the incident and writes the evidence. `python capture.py <program-dir> <evidence-dir>`."""
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
import draw

PROGRAM = Path(sys.argv[1]).resolve()
EVIDENCE = Path(sys.argv[2]).resolve()
ROOT = Path(tempfile.mkdtemp()).resolve()
ENVIRONMENT = {"PATH": f"{ROOT}/.bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
               "PYTHONDONTWRITEBYTECODE": "1"}
# A host is a time namespace (Linux 5.6): its monotonic clock starts elsewhere, as after another boot. Wall clocks are shared.
LATER = 35 * 86400
HOSTS = {"north": ["unshare", "--time", f"--monotonic={LATER}", f"--boottime={LATER}"], "south": ["unshare", "--time"]}


def start(host, command):
    return subprocess.Popen([*HOSTS[host], "sh", "-c", command], cwd=ROOT, env=ENVIRONMENT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def on(host, command):
    """A command as typed on a host, with what it printed."""
    return f"{host} $ {command}\n{start(host, command).communicate(timeout=120)[0]}"


def shell(command):
    done = subprocess.run(command, shell=True, cwd=ROOT, env=ENVIRONMENT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return f"$ {command}\n{done.stdout}"


def write(name, *parts):
    text = "\n".join(part.rstrip("\n") + "\n" for part in parts)
    for path, shown in ((sysconfig.get_path("stdlib"), "/usr/lib/python3"), (str(ROOT), "/srv/app"),
                        (sys.base_prefix + "/", "/usr/")):
        text = text.replace(path, shown)
    (EVIDENCE / name).write_text(text, encoding="utf-8")


def together(*started):
    """What several hosts logged, in the order of time."""
    lines = [line for _, _, process in started for line in process.communicate(timeout=120)[0].splitlines()]
    commands = [f"{host} $ {command} &" for host, command, _ in started]
    return "\n".join([*commands, *sorted(lines)])


def both(table, run, first, second, apart, *, more=""):
    """One host starts on a run, and another one soon after it."""
    (ROOT / table).mkdir(exist_ok=True)
    started = []
    for host in (first, second):
        command = f"python3 -m payouts.worker {table} {host} {run}{more}"
        started.append((host, command, start(host, command)))
        wait_for(ROOT / table / f"{run}.row")
        time.sleep(apart)
    return together(*started)


def wait_for(path):
    """A loaded machine may take its time to start a Python."""
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    raise SystemExit(f"{path.name} was not written")


def seconds(stamp):
    hours, minutes, rest = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def incident():
    log = both("share", "run-17", "south", "north", 1.2)
    write("logs.txt", log)
    write("ledger.txt", shell("cat share/ledger"), shell("cut -d ' ' -f 1-3 share/ledger | sort | uniq -c"))
    spans, begun = [], {}
    for stamp, host, what in re.findall(r"^(\d\d:\d\d:[\d.]+) (\w+) (takes|has lost|has paid)", log, re.M):
        if what == "takes":
            begun[host] = seconds(stamp)
        else:
            spans.append((host, begun[host], seconds(stamp), "pays run-17" if what == "has paid" else "pays, then loses run-17"))
    zero = min(begin for _, begin, _, _ in spans)
    draw.timeline(EVIDENCE / "logs.svg", "Who works on run-17",
                  [(host, begin - zero, end - zero, kind) for host, begin, end, kind in sorted(spans, reverse=True)], "seconds")
    write("other-way.txt", both("share", "run-18", "north", "south", 1.5))


def look():
    (ROOT / "rows").mkdir()
    workers = [start(host, f"python3 -m payouts.worker rows {host} {run} --payments 6")
               for host, run in (("north", "run-21"), ("south", "run-22"))]
    for run in "run-21", "run-22":
        wait_for(ROOT / "rows" / f"{run}.row")
    time.sleep(2.5)
    write("rows.txt", shell("head rows/*.row; echo; date +%s"))
    for worker in workers:
        worker.communicate()
    commands = ("date +%T", "cut -d ' ' -f 1 /proc/uptime", "python3 -c 'import time; print(time.time(), time.monotonic())'")
    write("clocks.txt", *(on(host, command) for command in commands for host in HOSTS),
          shell("python3 -c 'import time; print(time.get_clock_info(\"monotonic\"))'"))


def experiments():
    (ROOT / "one").mkdir()
    commands = [f"python3 -m payouts.worker one south-{letter} run-31" for letter in "ab"]
    started = []
    for command in commands:
        started.append(("south", command, start("south", command)))
        wait_for(ROOT / "one/run-31.row")
        time.sleep(1.5)
    write("one-host.txt", together(*started))
    parts = []
    for table, holder, other in (("dead-1", "south-a", "south-b"), ("dead-2", "north", "south")):
        (ROOT / table).mkdir()
        host = holder.split("-")[0]
        killed = f"timeout -s KILL 2 python3 -m payouts.worker {table} {holder} run-41 --lease 3"
        taken = f"python3 -m payouts.worker {table} {other} run-41 --lease 3 --tries 40"
        parts += [on(host, killed), on("south", taken)]
    write("dead-holder.txt", *parts)
    write("swaps.txt", shell("""\
python3 - <<'EOF'
import multiprocessing, os
from payouts.table import Table

fork = multiprocessing.get_context("fork")
ready, wins = fork.Barrier(4), fork.Queue()

def race(name):
    table, won = Table("swaps"), 0
    for number in range(300):
        ready.wait()
        won += table.swap(f"row-{number}", None, {"host": name})
    wins.put((name, won))

os.mkdir("swaps")
racers = [fork.Process(target=race, args=(name,)) for name in "abcd"]
for racer in racers: racer.start()
won = sorted(wins.get() for _ in racers)
print("rows: 300, won:", won, "in all:", sum(count for _, count in won))
EOF"""))


EVIDENCE.mkdir(parents=True, exist_ok=True)
try:
    shutil.copytree(PROGRAM, ROOT, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (ROOT / ".bin").mkdir()
    (ROOT / ".bin/python3").symlink_to(sys.executable)
    write("diff.txt", shell("diff -u release_3_1/payouts/lease.py payouts/lease.py | tail -n +3"))
    write("docstring.txt", shell("python3 -c 'import time; help(time.monotonic)' | cat"))
    if subprocess.run(["sh", "-c", " ".join(HOSTS["north"]) + " true"], capture_output=True).returncode:
        print("no time namespaces here (unshare --time): what needs two hosts is left as it was", file=sys.stderr)
    else:
        incident()
        look()
        experiments()
finally:
    shutil.rmtree(ROOT)
