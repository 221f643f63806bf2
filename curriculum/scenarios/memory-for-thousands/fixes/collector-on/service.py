"""The permission service: python service.py <events.jsonl>

One event a line: somebody signs in with grants, asks for a resource, or signs out. Answers go to standard output.
"""

import gc
import json
import logging
import os
import sys

from policy import Policy
from sessions import Sessions

log = logging.getLogger("service")

REPORT_EVERY = 100


def resident_megabytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def handle(event, sessions):
    """The answer to one event, if it is a question."""
    sessions.sweep(event["at"])
    match event["what"]:
        case "sign-in":
            sessions.open(event["token"], event["user"], event["grants"], event["at"])
        case "sign-out":
            sessions.close(event["token"])
        case "ask":
            session = sessions.get(event["token"])
            return "sign in" if session is None else "yes" if session.allows(event["resource"]) else "no"
    return None


def serve(lines, sessions, write):
    # Collections are short if they come often.
    gc.enable()
    gc.set_threshold(700, 10, 2)
    for line in lines:
        answer = handle(json.loads(line), sessions)
        if answer is not None:
            write(answer + "\n")


def reported(lines, sessions):
    """The lines as they are, with a line in the log now and then."""
    signed_in = 0
    for line in lines:
        if '"sign-in"' in line:
            if signed_in % REPORT_EVERY == 0:
                log.info("%d signed in, %d open, %.0f MB resident", signed_in, len(sessions), resident_megabytes())
            signed_in += 1
        yield line


def main(path):
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    )
    sessions = Sessions(Policy())
    with open(path, encoding="utf-8") as lines:
        serve(reported(lines, sessions), sessions, sys.stdout.write)


if __name__ == "__main__":
    main(sys.argv[1])
