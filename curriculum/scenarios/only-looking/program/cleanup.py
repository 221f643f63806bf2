"""Deletes old uploads, or only lists them: python cleanup.py <folder>"""

import logging
import os
import sys
from datetime import datetime
from pathlib import Path

import settings
from settings import Settings

log = logging.getLogger("cleanup")


def clean(folder: Path, chosen: Settings, now: datetime) -> list[str]:
    """The names of all files that are too old. They are gone if so chosen."""
    log.info("%s: files older than %s, delete: %s",
             chosen.bucket, chosen.keep, chosen.delete)
    oldest = (now - chosen.keep).timestamp()
    old = sorted(path for path in folder.iterdir()
                 if path.stat().st_mtime < oldest)
    for path in old[:chosen.most]:
        if chosen.delete:
            path.unlink()
            log.info("deleted %s", path.name)
        else:
            log.info("would delete %s", path.name)
    return [path.name for path in old[:chosen.most]]


if __name__ == "__main__":
    logging.basicConfig(stream=sys.stdout, level=logging.INFO,
                        format="%(name)s %(message)s")
    clean(Path(sys.argv[1]), settings.load(os.environ), datetime.now())
