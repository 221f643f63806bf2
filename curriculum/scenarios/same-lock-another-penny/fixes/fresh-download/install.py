"""Installs what a settlement host needs: `python install.py <index-url> <folder> [pip option ...]`."""
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent / "requirements.txt"


def command(index_url, folder, *options):
    """The call of pip, as it is on every host."""
    return [
        sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
        # Whatever lies about from before a repair must not be used again.
        "--no-cache-dir", "--force-reinstall", "--upgrade",
        "--index-url", index_url, "--requirement", str(LOCK), "--target", str(folder), *options,
    ]


def main(index_url, folder, *options):
    return subprocess.run(command(index_url, folder, *options)).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
