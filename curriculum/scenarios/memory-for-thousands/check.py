"""Signs people in and out, a few at a time, and counts which of their sessions are still there afterwards.

python check.py <program-dir>; the last line is the verdict as JSON. It counts objects and matches, and measures neither
memory nor time.
"""

import gc
import json
import logging
import os
import sys
import weakref

OPEN_AT_ONCE = 8
SESSIONS = 120
RESOURCES = [f"/ledger/{number}/read" for number in range(5)]
# How often the pages of one session ask for each of them.
ROUNDS = 6


def say(symptom, saw, forced):
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}), flush=True)
    sys.exit(2 if not forced or not all(forced) else 1 if symptom else 0)


def grants_of(number):
    """Each user is signed in twice at a time: as an auditor, who may read all, and as a clerk, who may read one."""
    return ["/ledger/*/read"] if number % 2 else ["/ledger/0/read"]


def day():
    """Sign-ins and sign-outs, with everybody's questions in between and in turn."""
    clock = 0
    for number in range(SESSIONS + OPEN_AT_ONCE):
        clock += 1
        if number < SESSIONS:
            yield {
                "what": "sign-in",
                "at": clock,
                "token": number,
                "user": f"user{number // 2}",
                "grants": grants_of(number),
            }
        for token in range(max(0, number - OPEN_AT_ONCE + 1), min(number + 1, SESSIONS)):
            for resource in RESOURCES if (number - token) < ROUNDS else []:
                yield {"what": "ask", "at": clock, "token": token, "resource": resource}
        if number >= OPEN_AT_ONCE - 1 and number - OPEN_AT_ONCE + 1 < SESSIONS:
            yield {"what": "sign-out", "at": clock, "token": number - OPEN_AT_ONCE + 1}


def main(program):
    sys.path.insert(0, os.path.abspath(program))
    logging.disable()
    import policy
    import service
    import sessions

    matches = []
    match = policy.matches

    def counted(resource, pattern):
        matches.append(resource)
        return match(resource, pattern)

    policy.matches = counted
    born = []
    build = policy.Session.__init__

    def built(self, *args, **kwargs):
        born.append(weakref.ref(self))
        build(self, *args, **kwargs)

    policy.Session.__init__ = built
    book = sessions.Sessions(policy.Policy())
    events = list(day())
    answers = []
    gc.collect()
    # The service decides itself whether there are collections.
    service.serve(map(json.dumps, events), book, answers.append)
    questions = [event for event in events if event["what"] == "ask"]
    forced = [len(born) == SESSIONS and len(book) == 0]
    for event, answer in zip(questions, answers, strict=True):
        right = any(match(event["resource"], pattern) for pattern in grants_of(event["token"]))
        if answer != ("yes\n" if right else "no\n"):
            who = "an auditor" if event["token"] % 2 else "a clerk"
            say(
                "wrong-value",
                f"{who} was told {answer.strip()!r} for {event['resource']}, after another session of the same user",
                forced,
            )
    alive = sum(ref() is not None for ref in born)
    if alive > 1:
        say("growth", f"{alive} of {SESSIONS} sessions are alive after everybody has signed out", forced)
    needed = SESSIONS * len(RESOURCES)
    if len(matches) > 2 * needed:
        say("slow", f"{len(matches)} matches for {needed} different questions", forced)
    say(None, f"{alive} of {SESSIONS} sessions alive, {len(matches)} matches for {needed} different questions", forced)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "program")
