"""One night: python nightly.py"""

import logging
import sys

import weave

weave.install()

import post  # noqa: E402
import printers  # noqa: E402

if __name__ == "__main__":
    logging.basicConfig(stream=sys.stderr, level=logging.INFO,
                        format="%(levelname)s %(name)s %(message)s")
    printer = printers.Printer("basement-3", jams={17, 18, 40})
    letters = [{"number": number} for number in range(1, 61)]
    tomorrow = []
    post.run(letters, printer, tomorrow)
