"""Runs tests that are green, and asks what they do. `python capture.py <program-dir> <evidence-dir>`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True
from terminal import Terminal

FAULTY = '''\
    try:
        return await bank.pay(next_key(), supplier, amount)
    except TimeoutError:
        return await bank.pay(next_key(), supplier, amount)
'''

SETUP = "import inspect, unittest\nimport testing, transfers\nfrom test_transfers import TransferTest\n"

TRACE = """\
import contextlib
import io
import sys

import run_tests

calls = []

def note(frame, event, arg):
    name = frame.f_code.co_qualname
    if event == "call" and frame.f_code.co_filename.endswith(("testing.py", "transfers.py")):
        if "<locals>.test" in name or name.startswith("TransferTest.test") or name in ("transfer", "next_key", "Bank.pay"):
            calls.append(name)

sys.setprofile(note)
with contextlib.redirect_stdout(io.StringIO()):
    run_tests.main()
sys.setprofile(None)
print(*calls, sep="\\n")
"""


def capture():
    terminal.write("run.txt", terminal.type("python3 run_tests.py | sed 's/ (.*)//'"))
    good = (terminal.folder / "transfers.py").read_text()
    start = good.index("    key = next_key()")
    (terminal.folder / "transfers.py").write_text(good[:start] + FAULTY)
    terminal.write("with-the-fault.txt", terminal.type("sed -n '13,22p' transfers.py"), terminal.type("python3 run_tests.py | sed 's/ (.*)//'"))
    terminal.write("by-hand.txt", terminal.console(
        "bank = testing.Bank(lost_answers=1)",
        "asyncio.run(transfers.transfer(bank, 'mill', 250))",
        "bank.carried_out",
        "bank.paid_to('mill')",
        setup="import asyncio, testing, transfers\n"))
    (terminal.folder / "transfers.py").write_text(good[:start] + "    raise RuntimeError('not even called')\n")
    terminal.write("raises.txt", terminal.type("sed -n '13,16p' transfers.py"), terminal.type("python3 run_tests.py | sed -n 's/ (.*)//;1,9p'"))
    (terminal.folder / "transfers.py").write_text(good)
    (terminal.folder / "trace.py").write_text(TRACE)
    terminal.write("calls.txt", terminal.type("python3 trace.py    # calls of tests, their wrapper and what they test"))
    terminal.write("members.txt", terminal.console(
        "test = TransferTest.test_a_supplier_is_paid",
        "inspect.iscoroutinefunction(test)",
        "inspect.iscoroutinefunction(test.__wrapped__)",
        "test.__code__.co_qualname, test.__name__",
        "case = TransferTest('test_a_supplier_is_paid')",
        "case.setUp(); case.test_a_supplier_is_paid()",
        "[one.__name__ for one in TransferTest.__mro__]",
        setup=SETUP + "import warnings\nwarnings.simplefilter('ignore')\n"))
    terminal.write("unittest-source.txt", terminal.type("python3 --version"), terminal.console(
        "print(inspect.getsource(unittest.IsolatedAsyncioTestCase._callMaybeAsync))",
        "print(inspect.getsource(unittest.IsolatedAsyncioTestCase._callTestMethod))",
        setup=SETUP))
    terminal.write("discovery.txt", terminal.console(
        "suite = unittest.defaultTestLoader.loadTestsFromName('test_transfers')",
        "suite.countTestCases()",
        "[case.id().rpartition('.')[2] for group in suite for case in group]",
        setup=SETUP))
    terminal.write("warnings.txt", terminal.type("python3 -m unittest test_transfers 2>&1 | grep -oE '[A-Z]\\w+Warning: .*' \\\n    | sed 's/ (<bound.*/ .../; s/TransferTest.//' | sort | uniq -c"))


terminal = Terminal(sys.argv[1], sys.argv[2])
try:
    capture()
finally:
    terminal.close()
