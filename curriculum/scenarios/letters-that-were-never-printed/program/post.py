"""Letters to customers, printed overnight. What jams is printed tomorrow."""

import logging

from printers import Jam

log = logging.getLogger("post")


def deliver(letter, printer, tomorrow):
    """Whether the letter is on paper. If not, it waits for tomorrow."""
    try:
        printer.print(letter)
        log.debug("letter %d is on paper", letter["number"])
        return True
    except Jam as error:
        log.warning("%s", error)
        tomorrow.append(letter)
        return False


def run(letters, printer, tomorrow):
    """How many letters are on paper."""
    done = 0
    for letter in letters:
        if deliver(letter, printer, tomorrow):
            done += 1
    log.info("%d letters: %d on paper, %d for tomorrow",
             len(letters), done, len(tomorrow))
    return done
