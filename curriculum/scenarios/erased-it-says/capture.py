"""Erases some people and asks why they are still there. `python capture.py <program-dir> <evidence-dir>`.

Needs Python 3.12 or later to run on, python3.11 on the path for the comparison, and mypy.
"""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True
from terminal import Terminal

for tool in ("/usr/bin/python3.11", "mypy"):
    if shutil.which(tool) is None:
        sys.exit(f"{tool} is not installed: nothing was captured")

OLD = "/usr/bin/python3.11"
SETUP = "import inspect, stores, timing, desk, erasure\nfrom stores import *\nfrom timing import timed\nmailing = MailingList(['ada', 'ben'])\n"


def capture():
    shown = terminal.run(f"{OLD} --version").strip(), terminal.run("python3 --version").strip()
    terminal.write("log.txt", terminal.type("python3 desk.py ben ada"))
    terminal.write("last-week.txt", "From last week's log, before the hosts were set up anew\n\n" + terminal.run(f"{OLD} desk.py ben ada"))
    terminal.write("still-there.txt", terminal.console(
        "erasure.erase('ben', desk.STORES)", "desk.MAILING.people", "desk.INVOICES.rows", setup=SETUP))
    terminal.write("instance.txt", terminal.console(
        "isinstance(mailing, Erases), isinstance(timed(mailing, []), Erases)",
        "store = timed(mailing, [])",
        "hasattr(store, 'erase'), callable(store.erase)",
        "store.erase('ben'), mailing.people",
        "isinstance(store, Erases)",
        "type(store), type(store).__mro__",
        setup=SETUP))
    terminal.write("signatures.txt", terminal.console(
        "class Loose:", "    def erase(self, *args, **options): return 0", "",
        "class Other:", "    def erase(self): return 'no'", "",
        "isinstance(Loose(), Erases), isinstance(Other(), Erases)",
        "Erases.__protocol_attrs__",
        setup=SETUP))
    terminal.write("static.txt", terminal.console(
        "store = timed(mailing, [])",
        "inspect.getattr_static(mailing, 'erase', 'not found')",
        "inspect.getattr_static(store, 'erase', 'not found')",
        "inspect.getattr_static(store, '_inner', 'not found')",
        "'erase' in vars(store), 'erase' in dir(store)",
        setup=SETUP))
    terminal.write("typing-source.txt", terminal.type("python3 --version"), terminal.console(
        "source = inspect.getsource(typing._ProtocolMeta.__instancecheck__)",
        "print(source[source.index('        if not getattr'):])",
        setup="import inspect, typing"))
    terminal.write("calls.txt", terminal.console(
        "_ = erasure.erase('ben', desk.STORES)", "[name for name, took in desk.CALLS]",
        "_ = [store.count() for store in desk.STORES]", "[name for name, took in desk.CALLS]", setup=SETUP))
    (terminal.folder / "look.py").write_text(
        "from stores import Erases, MailingList\nfrom timing import timed\n\nstore = timed(MailingList([]), [])\nreveal_type(store)\n"
        "if isinstance(store, Erases):\n    reveal_type(store)\n    store.erase('ben')\nelse:\n    reveal_type(store)\n    print('nothing about people')\n")
    terminal.write("mypy.txt", terminal.type("mypy --version"), terminal.type("mypy --strict desk.py erasure.py stores.py timing.py"),
                   terminal.type("mypy --strict --warn-unreachable look.py; sed -n '4,$p' look.py"))
    terminal.write("tests.txt", terminal.type("python3 -m unittest -v test_erasure"))
    (terminal.folder / "count.py").write_text("import sys, erasure, desk\nprint(sys.version.split()[0], 'erases', erasure.erase('ben', desk.STORES))\n")
    (terminal.folder / "bare.py").write_text(
        "import sys, erasure, desk\nstores = [desk.PAGES, desk.MAILING, desk.INVOICES]\nprint(sys.version.split()[0], 'erases', erasure.erase('ben', stores))\n")
    terminal.write("pythons.txt", "# stores as in production\n" + terminal.run(f"{OLD} count.py") + terminal.run("python3 count.py"),
                   "# the same stores without timing\n" + terminal.run(f"{OLD} bare.py") + terminal.run("python3 bare.py"))


terminal = Terminal(sys.argv[1], sys.argv[2])
try:
    capture()
finally:
    terminal.close()
