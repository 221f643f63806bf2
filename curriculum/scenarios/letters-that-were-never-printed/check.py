"""Is a letter that jams printed tomorrow? `python check.py <program-dir>`.

The modules are loaded as in production, with their marks. The bad moment is forced: a printer that jams at three letters.
The marks must be there as well, or the sampler is blind.
"""

import json
import logging
import os
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
sys.dont_write_bytecode = True

MARK = ("team", "letters")
JAMS = {3, 4, 9}


def main():
    import weave

    weave.install()
    import post
    import printers

    logging.disable(logging.CRITICAL)
    jams = []

    class Printer(printers.Printer):
        def print(self, letter):
            try:
                super().print(letter)
            except printers.Jam:
                jams.append(letter["number"])
                raise

    printer, tomorrow = Printer("test", jams=JAMS), []
    letters = [{"number": number} for number in range(1, 11)]
    symptom, failed = None, ""
    try:
        done = post.run(letters, printer, tomorrow)
    except Exception as error:
        symptom, failed, done = "exception", f"{type(error).__name__} ended the run; ", 0
    lost = {letter["number"] for letter in letters} - set(printer.printed) - {letter["number"] for letter in tomorrow}
    is_marked = MARK in post.deliver.__code__.co_consts
    if symptom is None and (lost or done != len(printer.printed)):
        symptom = "lost-work"
    if symptom is None and not is_marked:
        symptom, failed = "wrong-value", "deliver has no mark; "
    forced = [bool(jams)]
    saw = f"{failed}{len(jams)} letters jammed, {len(printer.printed)} were printed, {len(tomorrow)} wait for tomorrow, {done} count as on paper"
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": saw}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
