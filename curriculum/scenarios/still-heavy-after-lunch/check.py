"""Does the service give its memory back when lunch is over? `python check.py <program-dir>`.

A process of its own is started with the settings of `service.env`, and answers for 120 parks. The bad moment is forced: all
threads hold a whole forecast at the same time. What counts is what the process holds afterwards, against what is alive in it. Needs
NumPy and glibc.
"""

import json
import os
import platform
import subprocess
import sys

HERE = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program")
sys.dont_write_bytecode = True

import numpy  # noqa: F401  Without it there is nothing to check.

LUNCH = """
import json, sys, threading
sys.path.insert(0, "")
import service as module

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20

service = module.Service()
service.ask(range(1))
before = resident()
together = threading.Barrier(module.THREADS)
forecast = module.reports.model.forecast
def forecast_together(park):
    hours = forecast(park)
    together.wait(60)
    return hours
module.reports.model.forecast = forecast_together
answers = 0
for turn in range(3):
    answers += sum(text.count("\\n") == 48 for text in service.ask(range(1 + 40 * turn, 41 + 40 * turn)))
alive = sum(map(len, service._kept.values())) / 2**20
print(json.dumps({"before": before, "after": resident(), "alive": alive, "answers": answers, "threads": threading.active_count()}))
"""

# What was held too much, in MB, ranged from 70 to 190 in broken programs and from 0 to 4 in whole ones.
MOST = 20


def settings(program):
    """The machine's own settings of malloc don't count; those of the service do."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MALLOC_", "GLIBC_", "PYTHON"))}
    with open(os.path.join(program, "service.env")) as file:
        return kept | dict(line.strip().split("=", 1) for line in file if "=" in line)


def lunch(program):
    done = subprocess.run([sys.executable, "-B", "-c", LUNCH], cwd=program, env=settings(program), capture_output=True, text=True, timeout=100)
    return json.loads(done.stdout)


def main():
    if platform.libc_ver()[0] != "glibc":
        print(json.dumps({"verdict": "unforced", "symptom": None, "forced": [False], "saw": "this is not glibc"}))
        return 2
    seen = lunch(HERE)
    held = seen["after"] - seen["before"] - seen["alive"]
    symptom = "wrong-value" if seen["answers"] != 120 else "growth" if held > MOST else None
    saw = f"{seen['before']:.0f} MB before lunch, {seen['after']:.0f} after it, {seen['alive']:.1f} of reports; {seen['answers']} answers"
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": [seen["threads"] > 2], "saw": saw}))
    return 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
