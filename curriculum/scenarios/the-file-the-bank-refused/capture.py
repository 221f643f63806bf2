"""Runs one night of payments and records what the tools show of it.

    python capture.py <program-dir> <evidence-dir>
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile

PROGRAM, EVIDENCE = (os.path.abspath(path) for path in sys.argv[1:3])

INSTALLED = """
from payrun import run

for name, cls in sorted(run.start().formats.items()):
    print(f"{name:6} {cls.__module__}.{cls.__qualname__}")
"""

MODULES = """
import sys
from payrun import run

run.start()
for name, module in sys.modules.items():
    if name.partition(".")[0] in ("payrun", "bank_tab", "bank_json", "bank_fixed", "recordkit"):
        print(f"{name:20} {module.__file__}")
"""

ADDED = """
from payrun import formats, run

add = formats.Registry.add

def show(self, cls):
    print(f"add({cls.__qualname__}) to the registry at {id(self):#x}")
    add(self, cls)

formats.Registry.add = show
print(f"the run uses the registry at {id(run.start()):#x}")
"""

RAISED = """
import sys
from payrun import run

seen = set()

def trace(frame, event, value):
    frame.f_trace_lines = False
    if event == "exception":
        kind, error, traceback = value
        if id(error) not in seen and "/srv/app" in show(frame.f_code.co_filename):
            seen.add(id(error))
            kept.append(error)
            print(f"{kind.__name__}: {error}")
            print(f"    in {frame.f_code.co_qualname}, {show(frame.f_code.co_filename)}:{frame.f_lineno}")
    return trace

kept = []

def show(path):
    return path.replace(sys.argv[1], "/srv/app")

sys.settrace(trace)
run.start()
sys.settrace(None)
print(len(kept), "exceptions were raised in our files, and all of them were caught")
"""

BASES = """
import recordkit
from payrun.formats import Format
from recordkit import Record

print("recordkit", recordkit.__version__)
for cls in Format, Record:
    print(f"{cls.__module__}.{cls.__qualname__}")
    print(f"    its bases: {', '.join(base.__qualname__ for base in cls.__bases__)}")
    print(f"    its type:  {type(cls).__module__}.{type(cls).__qualname__}")
    print(f"    that type derives from: {', '.join(base.__qualname__ for base in type(cls).__mro__[1:])}")
"""

BY_HAND = "import bank_fixed.layouts"


def normalise(text, folder):
    """The same text on every machine."""
    text = text.replace(PROGRAM, "/srv/app").replace(folder, "/tmp/payrun")
    library = os.path.dirname(os.__file__)
    return re.sub(r"[ \t]+$", "", text.replace(library, "/usr/lib/python3"), flags=re.M)


def run(command, folder, stdin="", program=PROGRAM):
    """What a command prints, with the program importable."""
    environment = {**os.environ, "PYTHONPATH": program, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder, env=environment, input=stdin, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
    )
    return normalise(done.stdout, folder)


def run_script(name, text, folder, *arguments):
    """What a script of ours prints, under the command that was given."""
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text.lstrip("\n"))
    return normalise(" ".join(["$ python", name, *arguments]), folder), run([name, *arguments], folder)


def write(name, *parts):
    """One artefact."""
    with open(os.path.join(EVIDENCE, name), "w", encoding="utf-8") as file:
        file.write("\n".join(part.rstrip("\n") for part in parts) + "\n")


def make_night():
    """Payments to four banks."""
    chance = random.Random(3)
    payments = [
        {"bank": bank, "account": f"{bank[0].upper()}-{chance.randrange(1000, 9999)}", "cents": chance.randrange(1000, 90_000),
         "reference": chance.choice(["rent", "refund", "seller"]) + f" {chance.randrange(100, 999)}"}
        for bank in chance.choices(["north", "south", "east", "west"], k=60)
    ]
    return "\n".join(map(json.dumps, payments)) + "\n"


def main():
    os.makedirs(EVIDENCE, exist_ok=True)
    folder = os.path.realpath(tempfile.mkdtemp())
    night = make_night()
    write("run-log.txt", "$ python -m payrun.run out < night.jsonl", run(["-m", "payrun.run", folder], folder, night))
    heads = []
    for bank in "north", "south", "east", "west":
        with open(os.path.join(folder, f"{bank}.pay"), encoding="ascii") as file:
            heads += [f"==> {bank}.pay <==", *file.read().splitlines()[:3], ""]
    write("files.txt", "$ head -n 3 *.pay", *heads)

    write("installed.txt", *run_script("installed.py", INSTALLED, folder))
    write("modules.txt", *run_script("modules.py", MODULES, folder))
    write("added.txt", *run_script("added.py", ADDED, folder))
    write("raised.txt", *run_script("raised.py", RAISED, folder, PROGRAM))
    write("bases.txt", *run_script("bases.py", BASES, folder))

    names = re.compile("bank_|recordkit|payrun")
    start = "from payrun import run; run.start()"
    times = [line for line in run(["-X", "importtime", "-c", start], folder).splitlines() if names.search(line)]
    write("importtime.txt", f'$ python -X importtime -c "{start}" 2>&1 | grep -E "{names.pattern}"', *times)
    wanted = re.compile("bank_fixed|recordkit")
    spoken = run(["-v", "-c", start], folder).splitlines()
    end = next((i for i, line in enumerate(spoken) if "clear sys." in line or "cleanup[" in line), len(spoken))
    write("verbose.txt", f'$ python -v -c "{start}" 2>&1 | grep -E "{wanted.pattern}"     # up to the shutdown',
          *(line for line in spoken[:end] if wanted.search(line)))

    write("by-hand.txt", f'$ python -c "{BY_HAND}"', run(["-c", BY_HAND], folder))


if __name__ == "__main__":
    main()
