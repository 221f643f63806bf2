"""Runs the incident and writes the evidence. `python capture.py <program-dir> <evidence-dir>`."""
import functools
import http.server
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
EVIDENCE = Path(sys.argv[2]).resolve()
ROOT = Path(tempfile.mkdtemp()).resolve()
OTHER = f"{sys.version_info.major}.{sys.version_info.minor + 1}"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def pip_wheel():
    """The wheel that ensurepip would install, for Pythons that come without pip."""
    folders = [sysconfig.get_config_var("WHEEL_PKG_DIR")]
    ensurepip = importlib.util.find_spec("ensurepip")
    if ensurepip:
        folders.append(Path(ensurepip.origin).parent / "_bundled")
    for folder in filter(None, folders):
        for wheel in sorted(Path(folder).glob("pip-*.whl")):
            return wheel
    raise SystemExit("this Python has no pip, and none to install: the evidence is left as it was")


def environment():
    """Nothing of this machine's settings: no other index, no proxy, a cache of our own."""
    kept = {name: value for name, value in os.environ.items()
            if not name.upper().startswith(("PIP_", "PYTHON")) and not name.lower().endswith("_proxy")}
    kept.update(PATH=f"{ROOT}/.bin:{os.environ['PATH']}", LC_ALL="C.UTF-8", NO_COLOR="1", PIP_CONFIG_FILE=os.devnull,
                PIP_CACHE_DIR=f"{ROOT}/.cache", PIP_ROOT_USER_ACTION="ignore", PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONDONTWRITEBYTECODE="1",
                PYTHONNOUSERSITE="1")
    if importlib.util.find_spec("pip") is None:
        kept["PYTHONPATH"] = str(pip_wheel())
    return kept


def shell(command):
    """A command as typed at a terminal, with what it printed."""
    done = subprocess.run(command, shell=True, cwd=ROOT, env=environment(), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return f"$ {command}\n{done.stdout}"


def python(code):
    return shell(f"python3 - <<'EOF'\n{code}EOF")


def write(name, *parts):
    text = "\n".join(part.rstrip("\n") + "\n" for part in parts)
    pip = importlib.util.find_spec("pip")
    for path, shown in ((str(Path(pip.origin).parents[1]) if pip else "", "/usr/lib/python3/site-packages"),
                        (sysconfig.get_path("stdlib"), "/usr/lib/python3"), (str(ROOT), "/srv/app"),
                        (sys.base_prefix + "/", "/usr/"), (INDEX, "http://index.internal")):
        if path:
            text = text.replace(path, shown)
    (EVIDENCE / name).write_text(text, encoding="utf-8")


def incident():
    """settle-3 has the Python of this machine, settle-1 the next one. pip can install for both."""
    shell("python3 publish.py index")
    options = {"settle-1": f" --python-version {OTHER} --only-binary :all:", "settle-3": ""}
    for host, more in options.items():
        shell(f"python3 install.py {INDEX}/simple/ {host}{more}")
        # Where the file came from, what else was there, and which was taken.
        log = shell(f"python3 install.py {INDEX}/simple/ again-{host}{more} -vv \\\n"
                    "    | grep -e 'Looking in' -e 'Skipping' -e 'Found link' -e Downloading -e Using -e Successfully \\\n"
                    "    | sed -e 's/#sha256=[0-9a-f]*//' -e 's/ (from [^)]*)//' -e 's/ (run pip debug[^)]*)//'")
        write(f"log-{host}.txt", f"{host} " + log)
    write("settled.txt", *(f"{host} " + shell(f"PYTHONPATH={host} python3 settle.py {case}")
                           for case in ("1000 3", "999 3") for host in options))
    write("listed.txt", shell("cat requirements.txt"),
          *(f"{host} " + shell(f"python3 -m pip freeze --path {host}") for host in options))
    write("wheel-metadata.txt", *(f"{host} " + shell(f"cat {host}/penny_rules-*.dist-info/WHEEL") for host in options))
    write("installed-files.txt", *(f"{host} " + shell(f"cd {host} && find penny_rules -type f -not -path '*/__pycache__/*'") for host in options),
          "settle-3 " + python("""\
import base64, csv, hashlib, pathlib
root = pathlib.Path("settle-3")
for name, digest, size in csv.reader(next(root.glob("penny_rules-*.dist-info/RECORD")).open()):
    if digest:
        found = base64.urlsafe_b64encode(hashlib.sha256((root / name).read_bytes()).digest()).rstrip(b"=").decode()
        print("same as recorded" if f"sha256={found}" == digest else "CHANGED", name)
"""))


def look():
    write("index-page.txt", python(f"""\
import re, urllib.request
page = urllib.request.urlopen("{INDEX}/simple/penny-rules/").read().decode()
print(re.sub("(sha256=[0-9a-f]{{12}})[0-9a-f]+", r"\\1...", page))
"""))
    write("tags.txt", "settle-3 " + shell("python3 -m pip debug --verbose 2>/dev/null | grep none-any | head -8"))
    write("sort-key.txt", python("""\
import inspect
from pip._internal.index.package_finder import CandidateEvaluator
source = inspect.getsource(CandidateEvaluator._sort_key)
print(source[source.index("        valid_tags ="):])
"""))
    write("module-of-settle-3.txt", "settle-3 " + python("""\
import dis, sys
sys.path.insert(0, "settle-3")
import penny_rules
print(penny_rules.__file__)
dis.dis(penny_rules.shares)
"""))
    write("builds.txt", shell("diff -u penny_rules/build_1/__init__.py penny_rules/build_2/__init__.py | tail -n +3"))


def experiment():
    write("without-cache.txt",
          "settle-3 " + shell(f"python3 install.py {INDEX}/simple/ fresh --no-cache-dir --force-reinstall"),
          "settle-3 " + shell("PYTHONPATH=fresh python3 settle.py 1000 3"))
    write("packages-exchanged.txt",
          "settle-3 " + shell("python3 --version"),
          "settle-3 " + shell("PYTHONPATH=settle-1 python3 settle.py 1000 3"))


EVIDENCE.mkdir(parents=True, exist_ok=True)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(ROOT / "index")))
INDEX = f"http://127.0.0.1:{server.server_port}"
threading.Thread(target=server.serve_forever, daemon=True).start()
try:
    shutil.copytree(PROGRAM, ROOT, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (ROOT / ".bin").mkdir()
    (ROOT / ".bin/python3").symlink_to(sys.executable)
    incident()
    look()
    experiment()
finally:
    server.shutdown()
    shutil.rmtree(ROOT)
