"""Installs the release on a host: python deploy.py <wheelhouse> <folder>"""

import subprocess
import sys
from pathlib import Path


def deploy(wheelhouse: Path, folder: Path) -> None:
    subprocess.run(
        [
            sys.executable, "-m", "pip", "install",
            "--no-index", "--find-links", wheelhouse,
            "--force-reinstall", "--no-cache-dir",
            "--upgrade", "--target", folder, "tariffs",
        ],
        check=True,
    )


if __name__ == "__main__":
    deploy(Path(sys.argv[1]), Path(sys.argv[2]))
