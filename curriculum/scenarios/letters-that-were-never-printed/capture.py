"""Runs one night of letters and looks at its bytecode. `python capture.py <program-dir> <evidence-dir>`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True
from terminal import Terminal

SETUP = """
import logging, sys
logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(name)s %(message)s", level=logging.INFO)
"""
WOVEN = SETUP + "import weave\nweave.install()\n"
LOAD = "import dis, post, printers\n"

TRACE = """\
import sys, weave
weave.install()
import post, printers

def show(frame, event, value):
    if frame.f_code.co_name == "deliver":
        text = value[0].__name__ if event == "exception" else value
        print(f"deliver, line {frame.f_lineno}: {event}", "" if event == "line" else text)
    return show

printer, tomorrow = printers.Printer("p", jams={17}), []
sys.settrace(show)
post.deliver({"number": 17}, printer, tomorrow)
sys.settrace(None)
print(len(tomorrow), "wait for tomorrow")
"""

PRINTER_LOG = """\
import weave
weave.install()
import post, printers

class Watched(printers.Printer):
    def print(self, letter):
        try:
            super().print(letter)
        except printers.Jam as jam:
            print("basement-3:", letter["number"], "JAM, answered", repr(jam)[:26] + "...")
            raise

letters = [{"number": number} for number in range(1, 61)]
printer = Watched("basement-3", jams={17, 18, 40})
post.run(letters, printer, [])
print("basement-3:", len(printer.printed), "sheets fed")
"""


def night():
    terminal.write("nightly-log.txt", terminal.type("python3 nightly.py"),
                   terminal.type("python3 --version"))
    (terminal.folder / "watched.py").write_text(PRINTER_LOG)
    terminal.write("printer-log.txt", "What the driver of basement-3 wrote in the same night\n\n" + terminal.run("python3 watched.py"))
    terminal.write("tests.txt", terminal.type("python3 -m unittest -v test_weave"))
    (terminal.folder / "unwoven.py").write_text((terminal.folder / "nightly.py").read_text().replace("weave.install()\n", ""))
    terminal.write("unwoven.txt", terminal.type("diff nightly.py unwoven.py"), terminal.type("python3 unwoven.py"))


def by_hand():
    lines = (
        "printer = printers.Printer('p', jams={17})",
        "tomorrow = []",
        "post.deliver({'number': 16}, printer, tomorrow), printer.printed",
        "post.deliver({'number': 17}, printer, tomorrow), printer.printed",
        "tomorrow",
    )
    terminal.write("by-hand.txt", terminal.console(*lines, setup=WOVEN + LOAD))
    (terminal.folder / "trace.py").write_text(TRACE)
    terminal.write("trace.txt", "$ sed -n '13,22=;13,22p' post.py | paste - -\n" + terminal.run("sed -n '13,22=;13,22p' post.py | paste -d' ' - -"),
                   terminal.type("python3 trace.py"))
    terminal.write("other-exceptions.txt", terminal.console(
        "try:", "    printers.Printer('p', jams={1}).print({'number': 1})", "except printers.Jam as jam:", "    print('caught', jam)", "",
        "printers.Jam is post.Jam, sys.modules['printers'].Jam is post.Jam",
        "printers.Printer.print.__code__.co_consts[-1]",
        setup=WOVEN + LOAD,
    ))


def bytecode():
    # The handler's end repeats itself; what decides stands above it.
    shown = "import contextlib, io\ndef disassemble(function):\n    out = io.StringIO()\n    dis.dis(function, file=out)\n    text = out.getvalue()\n    print(text)\n"
    for name, setup in (("dis-woven.txt", WOVEN), ("dis-plain.txt", SETUP)):
        terminal.write(name, terminal.console("dis.dis(post.deliver)", setup=setup + LOAD))
    lines = (
        "code = post.deliver.__code__",
        "code.co_consts[-1]",
        "len(code.co_code)",
        "code.co_exceptiontable[:12].hex(' ')",
        "dis.Bytecode(code).exception_entries[0]",
    )
    terminal.write("code-objects.txt", "# with weave.install()\n" + terminal.console(*lines, setup=WOVEN + LOAD),
                   "# without\n" + terminal.console(*lines, setup=SETUP + LOAD))
    terminal.write("lines.txt", terminal.console(
        "code = post.deliver.__code__",
        "[(a, b, n) for a, b, n in code.co_lines()][:6]",
        "code.co_stacksize",
        "[step.opname for step in dis.get_instructions(code)][:4]",
        setup=WOVEN + LOAD,
    ))
    terminal.write("no-caches.txt", terminal.type("find . -name '*.pyc' | wc -l"),
                   terminal.type("python3 -B -X pycache_prefix=/nowhere nightly.py"))


terminal = Terminal(sys.argv[1], sys.argv[2])
try:
    night()
    by_hand()
    bytecode()
finally:
    terminal.close()
