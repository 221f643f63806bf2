"""Runs the incident and writes the evidence. `python capture.py <program-dir> <evidence-dir>`."""
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
import draw

PROGRAM = Path(sys.argv[1]).resolve()
EVIDENCE = Path(sys.argv[2]).resolve()
ROOT = Path(tempfile.mkdtemp()).resolve()
ENVIRONMENT = {"PATH": f"{ROOT}/.bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
               "PYTHONDONTWRITEBYTECODE": "1", "TZ": "UTC"}
SEEDS = range(1, 49)
NIGHT = "test_night_shift"


def shell(command):
    """A command as typed at a terminal, with what it printed."""
    done = subprocess.run(command, shell=True, cwd=ROOT, env=ENVIRONMENT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return f"$ {command}\n{done.stdout}"


def python(code):
    return shell(f"python3 - <<'EOF'\n{code}EOF")


def write(name, *parts):
    text = "\n".join(part.rstrip("\n") + "\n" for part in parts)
    for path, shown in ((sysconfig.get_path("stdlib"), "/usr/lib/python3"), (str(ROOT), "/srv/app"),
                        (sys.base_prefix + "/", "/usr/")):
        text = text.replace(path, shown)
    (EVIDENCE / name).write_text(text, encoding="utf-8")


def statistics(orders):
    """For each other test: how often the night was red when it ran before the night, and when it ran after."""
    lines = [f"{NIGHT} in {len(orders)} shuffled runs: {sum(red for _, red in orders)} red", "",
             f"{'other test':40}   ran before it    ran after it", f"{'':40}   red    green     red    green"]
    shares = []
    for other in sorted(set(orders[0][0]) - {NIGHT}):
        count = {(first, red): 0 for first in (True, False) for red in (True, False)}
        for names, red in orders:
            count[names.index(other) < names.index(NIGHT), red] += 1
        lines.append(f"{other:40} {count[True, True]:5} {count[True, False]:8} {count[False, True]:7} {count[False, False]:8}")
        before = count[True, True] + count[True, False]
        shares.append((other.removeprefix("test_").replace("_", " "), round(100 * count[True, True] / before)))
    return "\n".join(lines), shares


def runs():
    seeded = {seed: shell(f"python3 run_tests.py --seed {seed}") for seed in SEEDS}
    red = {seed: f"{NIGHT} (tests.test_board.BoardTest.{NIGHT}) ... FAIL" in text for seed, text in seeded.items()}
    first_red = next(seed for seed in SEEDS if red[seed])
    first_green = next(seed for seed in SEEDS if not red[seed])
    write("red-run.txt", re.sub(r" \(tests\.\S+\)(?= \.\.\.)", "", seeded[first_red]))
    write("usual-run.txt", re.sub(r" \(tests\.\S+\)(?= \.\.\.)", "", shell("python3 run_tests.py")))
    table, shares = statistics([(re.findall(r"^(test_\w+) ", text, re.M), red[seed]) for seed, text in seeded.items()])
    write("orders.txt", table)
    draw.bars(EVIDENCE / "orders.svg", "Red runs of those in which this test ran first", shares, "%")
    zones = "for zone in UTC Europe/London America/New_York Pacific/Auckland; do\n  echo $zone \\\n"
    for seed in (first_red, first_green):
        zones += f"    seed {seed}: $(TZ=$zone python3 run_tests.py --seed {seed} 2>&1 | tail -1) \\\n"
    write("local-zones.txt", shell(zones.rstrip(" \\\n") + "\ndone"))
    write("same-seed.txt", shell(f"for seed in {first_red} {first_green}; do\n"
                                 "  for run in 1 2 3 4 5 6 7 8; do python3 run_tests.py --seed $seed 2>&1 | tail -1; done \\\n"
                                 "    | sort | uniq -c | sed \"s/^/seed $seed: /\"\ndone"))


def experiments():
    board, zones = "tests.test_board.BoardTest.", "tests.test_zones.ZonesTest."
    only = " 2>&1 | grep -e '\\.\\.\\.' -e Error"
    write("alone.txt", shell(f"python3 run_tests.py {board}{NIGHT}"))
    write("pairs.txt", *(shell(f"python3 run_tests.py {name} \\\n    {board}{NIGHT}{only}") for name in (
        zones + "test_unknown_zone", zones + "test_refresh_finds_the_rules_again", zones + "test_offset_in_summer",
        board + "test_day_shift")))
    show = """\
from rota import zones
from tests.test_board import NIGHT, DEPOT, worked
{refresh}shift = NIGHT.clock_out("crew-7", "2026-03-29T06:00", DEPOT)
for moment in shift.start, shift.end:
    print(moment, "offset", moment.utcoffset(), "zone", moment.tzinfo, "at", hex(id(moment.tzinfo)))
print("worked", worked(shift))
"""
    write("ends.txt", python(show.format(refresh="")), python(show.format(refresh="zones.refresh()\n")))
    write("subtraction.txt", python("""\
import importlib.util
found = importlib.util.find_spec("_pydatetime") or importlib.util.find_spec("datetime")
print(found.origin)
text = open(found.origin).read()
method = text.index('"Subtract two datetimes')
print(text[text.rindex("    def __sub__", 0, method):text.index("    def __hash__", method)])
"""))
    write("in-utc.txt", python("""\
from datetime import datetime, timezone
from zoneinfo import ZoneInfo
depot = ZoneInfo("Europe/London")
for start, end in (("2026-03-28T22:00", "2026-03-29T06:00"), ("2026-10-24T22:00", "2026-10-25T06:00")):
    for text in start, end:
        moment = datetime.fromisoformat(text).replace(tzinfo=depot)
        print(moment, "is", moment.astimezone(timezone.utc), "fold", moment.fold)
"""))
    write("rules.txt", python("""\
import hashlib, pathlib, zoneinfo
from rota import zones
for step in "before", "after":
    print(step, "the refresh:")
    for folder in zoneinfo.TZPATH:
        path = pathlib.Path(folder, "Europe/London")
        if path.exists():
            print(" ", path, hashlib.sha256(path.read_bytes()).hexdigest()[:16])
    zones.refresh()
"""))


EVIDENCE.mkdir(parents=True, exist_ok=True)
try:
    shutil.copytree(PROGRAM, ROOT, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (ROOT / ".bin").mkdir()
    (ROOT / ".bin/python3").symlink_to(sys.executable)
    runs()
    experiments()
finally:
    shutil.rmtree(ROOT)
