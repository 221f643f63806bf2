"""Does a host charge what the source says? `python check.py <program-dir>`.

Builds and deploys two releases as the job does, from one checkout: the one in spring, with a rule more, and the one after it, from
which the rule was deleted. Real pip and setuptools, without a network.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else "program").resolve()
SPRING = '''\
"""A fifth off, until the end of May."""


def apply(pence, metres, passengers):
    return pence * 4 // 5
'''


def run(*command, folder=None):
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PIP_", "PYTHON"))}
    kept.update(PIP_CONFIG_FILE=os.devnull, PIP_ROOT_USER_ACTION="ignore", PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run([sys.executable, *map(str, command)], cwd=folder, env=kept, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=100)
    return done.returncode, done.stdout


def price(folder):
    code = "import tariffs; print(tariffs.price(5, 2), *tariffs.load())"
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-c", code], cwd="/", env=env, text=True, capture_output=True, timeout=60).stdout.split()


def main():
    for name in ("pip", "setuptools", "wheel"):
        if importlib.util.find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        checkout, house, host = folder / "checkout", folder / "wheels", folder / "host"
        shutil.copytree(PROGRAM, checkout, ignore=shutil.ignore_patterns("__pycache__"))
        house.mkdir()
        spring = checkout / "tariffs/rules/spring.py"
        spring.write_text(SPRING)
        told = []
        for release in ("spring", "after"):
            if release == "after":
                spring.unlink()
            for command in ((checkout / "release.py", checkout, house), (checkout / "deploy.py", house, host)):
                code, output = run(*command, folder=folder)
                if code:
                    return report("exception", [True], f"{command[0].name}: {output.strip().splitlines()[-1][:120]}")
            told.append(price(host))
        expected = price(checkout)
    wrong = told[1] != expected
    forced = ["spring" in told[0], "spring" not in expected]
    return report("wrong-value" if wrong else None, forced, f"the host charges {told[1][0]} by {', '.join(told[1][1:])}; the source says {expected[0]}")


def report(symptom, forced, saw):
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": saw}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
