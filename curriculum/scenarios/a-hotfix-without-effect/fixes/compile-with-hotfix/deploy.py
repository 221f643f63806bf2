"""Installs releases of the quote service on a host, the same bytes and times on every host."""
import argparse
import compileall
import hashlib
import logging
import os
import py_compile
import shutil
from pathlib import Path
from py_compile import PycInvalidationMode

log = logging.getLogger("deploy")

RELEASE_TIME = 1735689600  # SOURCE_DATE_EPOCH of the image builder


def install(release, site):
    """Install a whole release in `site`: sources, and bytecode so that workers start fast."""
    shutil.copytree(release, site, dirs_exist_ok=True)
    if not compileall.compile_dir(site, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH):
        raise SystemExit(f"{release} does not compile")
    _stamp(site)
    log.info("installed %s", site)


def patch(files, site):
    """Lay the files of a hotfix over an installed release. Returns the folder to run from."""
    for source in sorted(files.rglob("*.py")):
        target = site / source.relative_to(files)
        shutil.copyfile(source, target)
        if _digest(source) != _digest(target):
            raise SystemExit(f"{target} did not arrive")
        # Workers start fast after a hotfix, too.
        py_compile.compile(target, doraise=True, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
        log.info("patched %s sha256 %s", target, _digest(target)[:16])
    _stamp(site)
    return site


def _stamp(site):
    """Give every file the time of the release: hosts are compared by checksum, times included."""
    for path in sorted(site.rglob("*")):
        os.utime(path, (RELEASE_TIME, RELEASE_TIME))


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["install", "patch"])
    parser.add_argument("files", type=Path)
    parser.add_argument("site", type=Path)
    options = parser.parse_args()
    step = install if options.step == "install" else patch
    step(options.files, options.site)


if __name__ == "__main__":
    main()
