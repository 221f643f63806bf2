"""Runs the incident and writes the evidence. `python capture.py <program-dir> <evidence-dir>`."""
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
EVIDENCE = Path(sys.argv[2]).resolve()
ROOT = Path(tempfile.mkdtemp()).resolve()
SITE = ROOT / "site"
ORDERS = """\
{"order": 7001, "zone": "GB", "kilos": 2}
{"order": 7002, "zone": "BT", "kilos": 4}
{"order": 7003, "zone": "GG", "kilos": 2}
"""
WORKER = "python3 -m quotes.service < orders.jsonl"
ENVIRONMENT = {"PATH": f"{ROOT}/.bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}


def shell(command, cwd=SITE):
    """A command as typed at a terminal, with what it printed."""
    done = subprocess.run(command, shell=True, cwd=cwd, env=ENVIRONMENT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return f"$ {command}\n{done.stdout}"


def python(code):
    return shell(f"python3 - <<'EOF'\n{code}EOF")


def write(name, *parts):
    text = "\n".join(part.rstrip("\n") + "\n" for part in parts)
    for path, shown in ((sysconfig.get_path("stdlib"), "/usr/lib/python3"), (str(ROOT), "/srv/app"),
                        (sys.base_prefix + "/", "/usr/")):
        text = text.replace(path, shown)
    (EVIDENCE / name).write_text(text, encoding="utf-8")


def incident():
    shutil.copytree(PROGRAM, ROOT, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (ROOT / ".bin").mkdir()
    (ROOT / ".bin/python3").symlink_to(sys.executable)
    log = [shell("python3 deploy.py install release site", ROOT)]
    (SITE / "orders.jsonl").write_text(ORDERS)
    log.append(shell(WORKER))
    time.sleep(2)
    log.append(shell("python3 deploy.py patch hotfix site", ROOT))
    time.sleep(3)
    fresh = subprocess.Popen(["python3", "-m", "quotes.service"], cwd=SITE, env=ENVIRONMENT,
                             stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    write("processes.txt",
          shell("stat -c '%n: modified %y, changed %z' quotes/rates.py"),
          shell(f"ps -o pid,lstart,etimes,args -p {fresh.pid}"),
          shell("date"))
    fresh.communicate()
    log.append(shell(WORKER))
    write("service-log.txt", *log)


def look():
    write("sums.txt",
          shell("sha256sum hotfix/quotes/rates.py site/quotes/rates.py", ROOT),
          shell("cmp hotfix/quotes/rates.py site/quotes/rates.py; echo $?", ROOT))
    write("files.txt",
          shell("ls -l --time-style=long-iso quotes quotes/__pycache__"),
          python("import sys, pathlib\nfor folder in sys.path:\n"
                 "    for found in pathlib.Path(folder).glob('quotes*'):\n        print(repr(folder), found)\n"))
    write("interpreter.txt", python("""\
import inspect
from quotes import rates
print(rates.__spec__.origin)
print(rates.__spec__.cached)
text = inspect.getsource(rates).splitlines()
print("text: ", next(line for line in text if line.startswith("VERSION")))
print("value:", rates.VERSION)
print("text: ", next(line for line in text if line.startswith("ABROAD")))
print("value:", sorted(rates.ABROAD))
"""))
    write("verbose.txt", shell("python3 -v -c 'from quotes import rates' 2>&1 | grep quotes"))
    write("header.txt", *(shell(f"od -A d -t x1 -N 16 quotes/__pycache__/{name}.{sys.implementation.cache_tag}.pyc")
                          for name in ("rates", "service")))
    write("cached-code.txt", python("""\
import dis, importlib.util, marshal
path = importlib.util.cache_from_source("quotes/rates.py")
code = marshal.loads(open(path, "rb").read()[16:])
print(path, "was compiled from", code.co_filename)
customs = next(c for c in code.co_consts if getattr(c, "co_name", "") == "customs")
print("customs() starts in line", customs.co_firstlineno)
print([c for c in code.co_consts if isinstance(c, str)][1:])
dis.dis(customs)
"""))
    write("diff.txt", shell("diff -u --label release/quotes/rates.py --label hotfix/quotes/rates.py"
                            " release/quotes/rates.py hotfix/quotes/rates.py", ROOT).replace(
        " --label release/quotes/rates.py --label hotfix/quotes/rates.py", "", 1))
    if shutil.which("strace"):
        write("opened-files.txt", shell(
            "strace -e trace=openat,newfstatat python3 -c 'from quotes import rates' 2>&1 | grep quotes/ | grep -v ENOENT"))
    else:
        print("strace is missing: opened-files.txt is left as it was", file=sys.stderr)


def experiment():
    write("cache-clear.txt", python("""\
from quotes import rates
print(rates.parcel.cache_info())
rates.parcel.cache_clear()
print("BT, 4 kg:", rates.parcel("BT", 4))
print(rates.parcel.cache_info())
"""))
    write("scratch.txt",
          shell("mkdir -p scratch/quotes && cp site/quotes/*.py scratch/quotes/", ROOT),
          shell("cp site/orders.jsonl scratch/", ROOT),
          shell(WORKER, ROOT / "scratch"))
    write("touched.txt",
          shell("stat -c '%s bytes, modified %y' quotes/rates.py"),
          shell("echo '# end of file' >> quotes/rates.py"),
          shell("stat -c '%s bytes, modified %y' quotes/rates.py"),
          shell(WORKER + " 2>&1 | head -4"),
          shell("ls -l --time-style=long-iso quotes/__pycache__"))


EVIDENCE.mkdir(parents=True, exist_ok=True)
try:
    incident()
    look()
    experiment()
finally:
    shutil.rmtree(ROOT)
