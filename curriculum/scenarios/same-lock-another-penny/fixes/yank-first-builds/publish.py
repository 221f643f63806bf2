"""Builds the wheels of penny-rules, and the index that hosts install from: `python publish.py <index>`."""
import base64
import hashlib
import importlib.util
import marshal
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSION = "1.4.2"
PLAIN = "py3-none-any"
# Without sources, for small images: bytecode fits one Python only.
COMPACT = f"cp{sys.version_info.major}{sys.version_info.minor}-none-any"


def publish(index):
    """Everything that has been released so far, in the order of time."""
    first, repair = HERE / "penny_rules/build_1", HERE / "penny_rules/build_2"
    wheels = [
        wheel(index, with_source(first), PLAIN),
        wheel(index, with_bytecode(first), COMPACT),
        # A share was a penny short. Same version, so that nobody has to change a lock file.
        wheel(index, with_source(repair), PLAIN, build="2"),
    ]
    page = index / "simple/penny-rules/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<!DOCTYPE html>\n" + "".join(link(path, yanked=path != wheels[-1]) for path in wheels))


def link(path, yanked):
    """One file of the index, as PEP 503 and PEP 592 have it."""
    mark = ' data-yanked="a share is a penny short"' if yanked else ""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f'<a href="../../files/{path.name}#sha256={digest}"{mark}>{path.name}</a><br>\n'


def with_source(folder):
    return {"penny_rules/__init__.py": (folder / "__init__.py").read_bytes()}


def with_bytecode(folder):
    code = compile((folder / "__init__.py").read_bytes(), "penny_rules/__init__.py", "exec")
    return {"penny_rules/__init__.pyc": importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)}


def wheel(index, files, tag, build=""):
    """Write a wheel that has the same bytes whenever it is built."""
    info = f"penny_rules-{VERSION}.dist-info"
    files = dict(files)
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: penny-rules\nVersion: {VERSION}\n".encode()
    about = f"Wheel-Version: 1.0\nGenerator: publish.py\nRoot-Is-Purelib: true\nTag: {tag}\n"
    files[f"{info}/WHEEL"] = (about + (f"Build: {build}\n" if build else "")).encode()
    files[f"{info}/RECORD"] = "".join(map(record, files, files.values())).encode() + f"{info}/RECORD,,\n".encode()
    path = index / "files" / "-".join(filter(None, ["penny_rules", VERSION, build, tag + ".whl"]))
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return path


def record(name, content):
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"


if __name__ == "__main__":
    publish(Path(sys.argv[1]))
