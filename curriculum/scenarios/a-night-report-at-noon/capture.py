"""Makes the events of a small night, 78 of 100 without an account, and reports on them with different numbers of workers.

    python capture.py <program-dir> <evidence-dir>
"""

import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True

EVENTS = 120_000
GUESTS = (None, "", "-", " ", "--", " - ")
AGENTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15",
    "Mozilla/5.0 (Linux; Android 14; Tablet; rv:132.0) Gecko/132.0",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0",
    "Mozilla/5.0 (compatible; searchbot/2.1; +https://search.example/bot)",
)
SETUP = "import events, report; rows = events.read('night.jsonl'); partitions = report.shuffle(rows, 8)"


def say(text):
    print(text, file=sys.stderr)


def write_night(path):
    dice = random.Random(20)
    # A few large accounts and many small ones, as it had always been.
    names = [f"{dice.choice(('Atelier', 'Bakery', 'Cycles', 'Dental', 'Export'))}-{number:04}" for number in range(2000)]
    weights = [1 / (rank + 8) for rank in range(len(names))]
    customers = iter(dice.choices(names, weights, k=EVENTS))
    with path.open("w", encoding="utf-8") as out:
        for _ in range(EVENTS):
            account = dice.choice(GUESTS) if dice.random() < 0.78 else next(customers)
            row = {"account": account, "cents": dice.randrange(100, 90_000), "visitor": f"v{dice.randrange(40_000)}", "agent": dice.choice(AGENTS)}
            out.write(json.dumps(row) + "\n")


def normalise(text, folder):
    text = text.replace(str(folder), "/srv/app")
    for prefix in {sysconfig.get_path("stdlib"), sys.prefix, sys.base_prefix} - {"/usr"}:
        text = text.replace(prefix, "/usr/lib/python3")
    return re.sub(r"/usr/lib/python3\.\d+", "/usr/lib/python3", text).replace(socket.gethostname(), "host")


def python(folder, code):
    """Runs a few lines in the program's folder, as one would at a prompt."""
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    if run.returncode != 0:
        raise RuntimeError(run.stderr)
    return normalise(run.stdout, folder)


def report(folder, workers):
    run = subprocess.run([sys.executable, "report.py", "night.jsonl", str(workers)], cwd=folder, capture_output=True, text=True)
    return normalise(run.stderr, folder)


def record_processes(folder, out):
    """The processes while one worker is at work and the others have nothing left to do."""
    if shutil.which("ps") is None:
        return say("ps is not installed")
    log = (folder / "report.log").open("wb")
    process = subprocess.Popen([sys.executable, "report.py", "night.jsonl", "8"], cwd=folder, stdout=log, stderr=log)
    best = ""
    while process.poll() is None:
        text = subprocess.run(
            ["ps", "-o", "pid,ppid,stat,time,rss,maj_flt,wchan:18,comm", "--ppid", str(process.pid), "-p", str(process.pid)],
            capture_output=True, text=True,
        ).stdout  # fmt: skip
        rows = [line.split() for line in text.splitlines()[1:]]
        workers = [row for row in rows if row[1] == str(process.pid)]
        # Not the zombies of the end, and not the beginning, when nobody has work yet.
        states = "".join(sorted(row[2][0] for row in workers))
        if states == "RSSSSSSS":
            best = text
        time.sleep(0.1)
    if not best:
        return say("no moment at which just one worker ran")
    (out / "processes.txt").write_text("\n".join(line.rstrip() for line in best.splitlines()) + "\n")


def record_scaling(folder, out):
    lines, bars = ["workers  slowest partition  all partitions together"], []
    for workers in (2, 4, 8, 16, 32):
        seconds = [float(found) for found in re.findall(r"partition +\d+: ([\d.]+) s", report(folder, workers))]
        lines.append(f"{workers:7}  {max(seconds):15.2f} s  {sum(seconds):21.2f} s")
        bars.append((f"{workers} workers", round(max(seconds), 2)))
    ratio = bars[-1][1] / bars[0][1]
    lines.append(f"slowest with 32 workers / slowest with 2 workers: {ratio:.2f}")
    (out / "scaling.txt").write_text("seconds of a processor\n" + "\n".join(lines) + "\n")
    try:
        import draw
    except ImportError as error:
        return say(f"no picture: {error}")
    draw.bars(out / "scaling.svg", "Processor time of the slowest partition", bars, "seconds")


COUNT_PARTITIONS = f"""
{SETUP}
print("partition  events")
for number, part in enumerate(partitions):
    print(f"{{number:9}}  {{len(part):6}}  {{100 * len(part) / len(rows):5.1f}} %")
"""

COUNT_ACCOUNTS = f"""
{SETUP}
print("partition  accounts")
for number, rows in enumerate(partitions):
    print(f"{{number:9}}  {{len(set(map(events.account_of, rows))):8}}")
"""

COUNT_RAW = """
import collections, events
rows = events.read("night.jsonl")
counts = collections.Counter(row["account"] for row in rows)
print(f"{len(rows)} events, {len(counts)} different values of 'account'")
for value, count in counts.most_common(14):
    print(f"{value!r:16}  {count:6}  {100 * count / len(rows):5.1f} %")
"""

COUNT_FOLDED = """
import collections, events
rows = events.read("night.jsonl")
counts = collections.Counter(map(events.account_of, rows))
print(f"{len(rows)} events, {len(counts)} different results of account_of")
for value, count in counts.most_common(8):
    print(f"{value!r:16}  {count:6}  {100 * count / len(rows):5.1f} %")
"""

OTHER_HASHES = """
import collections, events, hashlib, zlib
rows = [events.account_of(row) for row in events.read("night.jsonl")]
def blake(account): return int.from_bytes(hashlib.blake2b(account.encode(), digest_size=8).digest(), "big")
for name, number in (("zlib.crc32", lambda a: zlib.crc32(a.encode())), ("zlib.adler32", lambda a: zlib.adler32(a.encode())), ("blake2b", blake)):
    for parts in (8, 9, 31):
        counts = collections.Counter(number(account) % parts for account in rows)
        largest, count = counts.most_common(1)[0]
        print(f"{name:12}  {parts:2} partitions: the largest is number {largest:2} with {100 * count / len(rows):.1f} % of the events")
"""

TIME_PICKLING = f"""
{SETUP}
import pickle, time
total = 0
for number, rows in enumerate(partitions):
    begin = time.process_time()
    data = pickle.dumps(rows)
    middle = time.process_time()
    pickle.loads(data)
    end = time.process_time()
    total += end - begin
    print(f"partition {{number}}: {{len(data) / 2**20:6.1f}} MiB, dumps {{middle - begin:.2f}} s, loads {{end - middle:.2f}} s of a processor")
begin = time.process_time()
report.aggregate(max(partitions, key=len))
print(f"all together {{total:.2f}} s; aggregate() of the slowest partition alone {{time.process_time() - begin:.2f}} s")
"""

PROFILE = f"""
{SETUP}
import cProfile, pstats
ordered, each = sorted(partitions, key=len), []
for name, rows in (("2000 events of the slowest partition", ordered[-1][:2000]), ("2000 events of a fast partition", ordered[-3][:2000])):
    profile = cProfile.Profile()
    profile.runcall(report.aggregate, rows)
    stats = pstats.Stats(profile)
    print(name)
    print("    ncalls   tottime  us per call  function")
    for (path, line, function), (_, calls, own, _, _) in sorted(stats.stats.items(), key=lambda item: -item[1][2])[:7]:
        print(f"{{calls:10}}  {{own:8.2f}}  {{own / calls * 1e6:11.2f}}  {{path.rsplit('/', 1)[-1]}}:{{line}}({{function}})")
    entry = next(entry for (_, _, function), entry in stats.stats.items() if function == "add")
    each.append(entry[3] / entry[1] * 1e6)
    print(f"Summary.add with all that it calls: {{each[-1]:.1f}} us for each event\\n")
print(f"slowest / fast, for each event: {{each[0] / each[1]:.2f}}")
"""


def main():
    program, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="report-"))
    shutil.copytree(program, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    write_night(folder / "night.jsonl")

    (out / "report-log.txt").write_text("$ python report.py night.jsonl 8\n" + report(folder, 8))
    record_processes(folder, out)
    record_scaling(folder, out)
    for name, code in (
        ("partitions.txt", COUNT_PARTITIONS),
        ("accounts.txt", COUNT_ACCOUNTS),
        ("raw-accounts.txt", COUNT_RAW),
        ("folded-accounts.txt", COUNT_FOLDED),
        ("hashes.txt", OTHER_HASHES),
        ("pickling.txt", TIME_PICKLING),
        ("profile.txt", PROFILE),
    ):
        (out / name).write_text(python(folder, code))
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
