"""Releases twice from one checkout and looks where the first one is still there. `python capture.py <program-dir> <evidence-dir>`.

Needs git, and pip, setuptools and wheel for this Python.
"""

import importlib.util
import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
from check import SPRING
from terminal import Terminal

if shutil.which("git") is None or not all(map(importlib.util.find_spec, ("pip", "setuptools", "wheel"))):
    sys.exit("git, pip, setuptools or wheel is not installed: nothing was captured")

SETTINGS = {"PIP_CONFIG_FILE": "/dev/null", "PIP_ROOT_USER_ACTION": "ignore", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "ines", "GIT_AUTHOR_EMAIL": "ines@ferry.example", "GIT_COMMITTER_NAME": "ines",
            "GIT_COMMITTER_EMAIL": "ines@ferry.example", "GIT_PAGER": "cat"}


def at(day):
    return {**SETTINGS, "GIT_AUTHOR_DATE": f"{day}T09:12:00Z", "GIT_COMMITTER_DATE": f"{day}T09:12:00Z"}


def tty(command, env=SETTINGS):
    return terminal.type(command, env=env)


def two_releases():
    """In spring and after it, from the checkout that the release job keeps."""
    run = lambda command, day: terminal.run(command, env=at(day))
    files = "pyproject.toml release.py deploy.py tariffs"
    run(f"mkdir ferry && mv {files} ferry/ && git init -q -b main ferry && mkdir wheels", "2024-04-02")
    (terminal.folder / "ferry/tariffs/rules/spring.py").write_text(SPRING)
    run("cd ferry && sed -i 's/4.2/4.1/' pyproject.toml && printf 'build/\\n*.egg-info/\\n' > .gitignore && git add -A && git commit -qm 'Spring tariff'", "2024-04-02")
    run("git clone -q ferry job && python3 job/release.py job wheels && python3 job/deploy.py wheels host", "2024-04-02")
    run("cd ferry && sed -i 's/4.1/4.2/' pyproject.toml && git rm -q tariffs/rules/spring.py && git add -A && git commit -qm 'The spring tariff ends'", "2024-06-01")
    run("cd job && git pull -q", "2024-06-01")
    build = terminal.run("cd job && python3 -m pip wheel -v --no-index --no-deps --no-build-isolation --no-cache-dir --wheel-dir ../wheels . 2>&1", env=SETTINGS)
    (terminal.folder / "build.log").write_text(build)
    run("rm -f wheels/tariffs-4.1*; python3 job/deploy.py wheels host", "2024-06-01")
    run("git clone -q ferry fresh && mkdir fresh-wheels", "2024-06-01")


def look():
    (terminal.folder / "prices.py").write_text("import tariffs\nprint(tariffs.price(5, 2), *tariffs.load())\n")
    price = "python3 prices.py"
    terminal.write("prices.txt", "host " + tty(f"PYTHONPATH=host {price}"), "checkout " + tty(f"PYTHONPATH=job {price}"))
    terminal.write("history.txt", tty("cd job && git log --stat=60 --format='%h %as %s' -2"), tty("cd job && git status --short && ls tariffs/rules"))
    terminal.write("host-files.txt", tty("find host -name '*.py' -printf '%P\\n' | sort"), tty("ls host | grep dist-info"),
                   tty("grep spring host/tariffs-4.2.dist-info/RECORD"))
    terminal.write("wheel.txt", tty("ls wheels; python3 -m zipfile -l wheels/tariffs-4.2-py3-none-any.whl | cut -d' ' -f1"))
    lines = [line for line in (terminal.folder / "build.log").read_text().splitlines() if re.search(r"running (build|bdist_wheel|build_py|install|install_lib)\b|rules/", line)]
    (terminal.folder / "build.log").write_text("\n".join(line.strip() for line in lines) + "\n")
    terminal.write("build-log.txt", "$ grep -E 'running|rules/' build.log    # of release 4.2, pip wheel -v\n" + (terminal.folder / "build.log").read_text())
    terminal.write("job-folder.txt", tty("cd job && ls"), tty("cd job && find build -name '*.py' -printf '%P\\n' | sort"), tty("cd job && cat .gitignore"))
    terminal.write("fresh.txt", tty("python3 fresh/release.py fresh fresh-wheels > /dev/null; ls fresh"),
                   tty("python3 -m zipfile -l fresh-wheels/*.whl | cut -d' ' -f1"))
    terminal.write("sdist.txt", tty("cd job && python3 -c 'from setuptools.build_meta import build_sdist as b; b(\"..\")' \\\n    >/dev/null 2>&1; tar tzf ../tariffs-4.2.tar.gz | grep rules/."))
    terminal.write("reinstall.txt", tty("rm -rf again && python3 -m pip install --no-index --no-cache-dir \\\n    --force-reinstall --find-links wheels --target again tariffs"),
                   tty("ls again/tariffs/rules"))
    terminal.write("install-lib.txt", tty("python3 - <<'EOF'\nimport inspect, setuptools\nfrom distutils.command.install_lib import install_lib\n"
                   "print(inspect.getsource(install_lib.install))\nEOF"),
                   tty("python3 -m pip list 2>/dev/null | grep -E '^(pip|setuptools|wheel) '"))


terminal = Terminal(sys.argv[1], sys.argv[2])
try:
    two_releases()
    look()
finally:
    terminal.close()
