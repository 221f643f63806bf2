"""Builds the wheel of a release: python release.py <checkout> <wheelhouse>

The checkout is the one that the release job keeps and updates by git pull.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def build(checkout: Path, wheelhouse: Path) -> None:
    for wheel in wheelhouse.glob("tariffs-*.whl"):
        wheel.unlink()
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "tariffs"
        fresh.mkdir()
        shutil.copy(checkout / "pyproject.toml", fresh)
        shutil.copytree(checkout / "tariffs", fresh / "tariffs")
        subprocess.run(
            [
                sys.executable, "-m", "pip", "wheel",
                "--no-index", "--no-deps", "--no-build-isolation",
                "--no-cache-dir", "--wheel-dir", wheelhouse, fresh,
            ],
            check=True,
        )


if __name__ == "__main__":
    build(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
