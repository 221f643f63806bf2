"""Does every host pay out what it has received? `python check.py <program-dir>`.

Publishes the index into a folder and lets real pip install from it, without a network, for two hosts: one with the Python that
runs this check, for which there is a wheel of its own, and one with another Python. The bad moment is the choice among the wheels.
"""
import importlib.util
import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else "program").resolve()
OTHER_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor + 1}"
HOSTS = {"settle-1": ["--python-version", OTHER_PYTHON, "--only-binary", ":all:"], "settle-3": []}
PAYMENTS = [(1000, 3), (999, 3), (12345, 11)]


def pip_wheel():
    """The wheel that ensurepip would install, for Pythons that come without pip."""
    folders = [sysconfig.get_config_var("WHEEL_PKG_DIR")]
    ensurepip = importlib.util.find_spec("ensurepip")
    if ensurepip:
        folders.append(Path(ensurepip.origin).parent / "_bundled")
    for folder in filter(None, folders):
        for wheel in sorted(Path(folder).glob("pip-*.whl")):
            return wheel
    return None


def environment(folder):
    """Nothing of this machine's settings: no other index, no proxy, no cache."""
    kept = {name: value for name, value in os.environ.items()
            if not name.upper().startswith(("PIP_", "PYTHON")) and not name.lower().endswith("_proxy")}
    kept.update(PIP_CONFIG_FILE=os.devnull, PIP_CACHE_DIR=str(folder / "cache"), PIP_ROOT_USER_ACTION="ignore",
                PYTHONDONTWRITEBYTECODE="1", PYTHONNOUSERSITE="1")
    if importlib.util.find_spec("pip") is None:
        kept["PYTHONPATH"] = str(pip_wheel())
    return kept


def run(*command, env):
    return subprocess.run([sys.executable, *map(str, command)], env=env, text=True, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def main():
    with tempfile.TemporaryDirectory() as folder:
        return check(Path(folder).resolve())


def check(folder):
    env = environment(folder)
    index = folder / "index"
    published = run(PROGRAM / "publish.py", index, env=env)
    wheels = [path.name for path in index.glob("files/*.whl")]
    own_tag = f"cp{sys.version_info.major}{sys.version_info.minor}-none-any"
    forced = [
        run("-m", "pip", "--version", env=env).returncode == 0,
        any(name.endswith(f"1.4.2-{own_tag}.whl") for name in wheels),
        any(re.search(r"1\.4\.2-\d+-py3-none-any", name) for name in wheels),
    ]
    if not all(forced):
        return report("broken", None, forced, f"no choice to be made: {published.stdout[-200:]}", 2)

    wrong = []
    for host, options in HOSTS.items():
        target = folder / host
        done = run(PROGRAM / "install.py", (index / "simple").as_uri() + "/", target, *options, env=env)
        if done.returncode:
            errors = [line for line in done.stdout.splitlines() if line.startswith("ERROR")]
            return report("broken", "exception", forced, f"{host}: {errors[0] if errors else done.stdout[-200:]}", 1)
        for pence, payees in PAYMENTS:
            settled = run(PROGRAM / "settle.py", pence, payees, env={**env, "PYTHONPATH": str(target)}).stdout
            numbers = re.match(r"received (\d+), paid out (\d+)", settled)
            if not numbers or int(numbers[2]) != pence:
                wrong.append(f"{host} {settled.splitlines()[-1]}")
    if wrong:
        return report("broken", "wrong-value", forced, wrong[0], 1)
    return report("healthy", None, forced, f"{len(HOSTS)} hosts paid out what they had received, {len(PAYMENTS)} times each", 0)


def report(verdict, symptom, forced, saw, code):
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}))
    return code


if __name__ == "__main__":
    sys.exit(main())
