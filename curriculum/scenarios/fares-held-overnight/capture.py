"""Runs the incident and writes the evidence. `python capture.py <program-dir> <evidence-dir>`."""
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
EVIDENCE = Path(sys.argv[2]).resolve()
ROOT = Path(tempfile.mkdtemp()).resolve()
NOW, BEFORE = ROOT / "release-8", ROOT / "release-7"
ENVIRONMENT = {"PATH": f"{ROOT}/.bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "NO_COLOR": "1",
               "PYTHONDONTWRITEBYTECODE": "1"}


def shell(command, cwd=NOW):
    """A command as typed at a terminal, with what it printed."""
    done = subprocess.run(command, shell=True, cwd=cwd, env=ENVIRONMENT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    prompt = "" if cwd == ROOT else f"{cwd.name} "
    return f"{prompt}$ {command}\n{done.stdout}"


def python(code, cwd=NOW):
    return shell(f"python3 - <<'EOF'\n{code}EOF", cwd)


def write(name, *parts):
    text = "\n".join(part.rstrip("\n") + "\n" for part in parts)
    for path, shown in ((sysconfig.get_path("stdlib"), "/usr/lib/python3"), (str(ROOT), "/srv/app"),
                        (sys.base_prefix + "/", "/usr/")):
        text = text.replace(path, shown)
    (EVIDENCE / name).write_text(text, encoding="utf-8")


def incident():
    for folder in (NOW, BEFORE):
        shutil.copytree(PROGRAM / "fares", folder / "fares", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROGRAM / "release_7", BEFORE, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (ROOT / "held").mkdir()
    (ROOT / ".bin").mkdir()
    (ROOT / ".bin/python3").symlink_to(sys.executable)
    log = [shell("python3 -m fares.desk ../held hold AB41 EDI-LHR", BEFORE),
           shell("python3 -m fares.desk ../held hold AB42 MAN-DUB", BEFORE)]
    subprocess.run("sha256sum *.held > ../last-night.sha256", shell=True, cwd=ROOT / "held", check=True)
    log += [shell("python3 -m fares.desk ../held hold AB43 EDI-LHR"),
            *(shell(f"python3 -m fares.desk ../held confirm AB4{number}") for number in (1, 2, 3))]
    write("desk-log.txt", *log)


def look():
    write("held.txt", shell("head -qn 1 held/*.held", ROOT), shell("wc -c held/*.held", ROOT))
    write("sums.txt", shell("sha256sum --check ../last-night.sha256", ROOT / "held"))
    for reference, name in (("AB41", "pickle-old.txt"), ("AB43", "pickle-new.txt")):
        write(name, shell(f"tail -n +2 ../held/{reference}.held > ../body && python3 -m pickletools ../body"))
    write("restore.txt", python("""\
import inspect
from fares.model import Fare
print(Fare.__setstate__)
print(inspect.getsource(Fare.__getstate__))
print(inspect.getsource(Fare.__setstate__))
"""))
    write("loaded.txt", python("""\
from fares.store import Held
for reference in "AB41", "AB43":
    print(reference, Held("../held").load(reference))
"""))
    labels = "--label release-7 --label release-8"
    write("diff.txt", *(shell(f"diff -u {labels} release-7/fares/{name} release-8/fares/{name}", ROOT).replace(f" {labels}", "", 1)
                        for name in ("model.py", "pricing.py", "store.py", "desk.py")))


def experiment():
    write("under-release-7.txt", python("""\
from fares.store import Held
print("AB41", Held("../held").load("AB41"))
""", BEFORE))
    write("by-position.txt", python("""\
from fares.model import Fare
print(Fare(route="EDI-LHR", tax=2366, fee=450, base=18200))
print(Fare("EDI-LHR", 18200, 450, 2366))
"""))
    write("round-trip.txt", python("""\
import pickle, sys
from fares import pricing
print(sys.version_info[:3], "default protocol", pickle.DEFAULT_PROTOCOL)
fare = pricing.price("EDI-LHR")
for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
    print(protocol, pickle.loads(pickle.dumps(fare, protocol)) == fare)
"""))
    write("planted.txt", python(r"""import io
from fares.store import HeldUnpickler

def text(value):
    return b"\x8c" + bytes([len(value)]) + value.encode()

def call(module, name, argument):
    return b"\x80\x04" + text(module) + text(name) + b"\x93" + text(argument) + b"\x85R."

for module, name in ("os", "system"), ("builtins", "eval"), ("fares.store", "os.system"):
    try:
        HeldUnpickler(io.BytesIO(call(module, name, "id"))).load()
    except Exception as error:
        print(type(error).__name__, error)
"""))


EVIDENCE.mkdir(parents=True, exist_ok=True)
try:
    incident()
    look()
    experiment()
finally:
    shutil.rmtree(ROOT)
