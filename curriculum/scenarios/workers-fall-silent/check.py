"""Lets every new worker process be made at the worst moment: while another thread holds the lock of the rates.

python check.py <program-dir>; the last line is the verdict as JSON.
"""

import json
import logging
import multiprocessing
import multiprocessing.util
import os
import sys
import threading

PARENT = os.getpid()
# Only for a true hang: a job takes less than a millisecond.
PATIENCE = 5.0
WANTED = 4
ROUNDS = 60
BOOKINGS = [{"date": "2026-03-02", "text": "card payment", "amount": 100.0, "currency": "USD"}] * 3
JOBS = [{"id": f"S-{number:06d}", "account": "00042", "bookings": BOOKINGS} for number in range(60)]
RATES_URL = 'data:application/json,{"rates":{"EUR":1.0,"USD":0.5}}'
TOTAL = 150.0


class Moment:
    """Brings the two sides together: who makes a process, and who is inside the lock."""

    def __init__(self):
        self.armed = False
        self.forced = []
        self.locks = []
        self.maker = None
        self.held = threading.Event()
        self.made = threading.Event()

    def before_process(self):
        if not self.armed or os.getpid() != PARENT:
            return
        self.made.clear()
        self.held.clear()
        self.maker = threading.get_ident()
        # A thread that takes the lock itself before it makes a process has it already.
        if not any(lock.owner == self.maker for lock in self.locks):
            self.held.wait(PATIENCE)
        self.forced.append(any(lock.owner is not None for lock in self.locks))

    def after_process(self):
        if self.armed and os.getpid() == PARENT:
            self.maker = None
            self.made.set()

    def about_to_release(self):
        maker = self.maker
        if maker is not None and maker != threading.get_ident() and os.getpid() == PARENT:
            self.held.set()
            self.made.wait(PATIENCE)


class WatchedLock:
    """A real lock of the program, which its holder keeps for as long as a process is being made."""

    def __init__(self, real, moment):
        self.real = real
        self.moment = moment
        self.owner = None
        moment.locks.append(self)

    def acquire(self, *args, **kwargs):
        taken = self.real.acquire(*args, **kwargs)
        if taken:
            self.owner = threading.get_ident()
        return taken

    def release(self):
        self.moment.about_to_release()
        self.owner = None
        self.real.release()

    __enter__ = acquire

    def __exit__(self, *error):
        self.release()


def watched(factory, moment):
    def make():
        lock = factory()
        return WatchedLock(lock, moment) if sys._getframe(1).f_globals.get("__name__") == "rates" else lock

    return make


def watch(moment):
    """Registered before the program is imported, so that it runs last before a fork and first after it."""
    os.register_at_fork(before=moment.before_process, after_in_parent=moment.after_process)
    spawn = multiprocessing.util.spawnv_passfds

    def spawn_watched(*args):
        moment.before_process()
        try:
            return spawn(*args)
        finally:
            moment.after_process()

    multiprocessing.util.spawnv_passfds = spawn_watched
    threading.Lock = watched(threading.Lock, moment)
    threading.RLock = watched(threading.RLock, moment)


def say(symptom, saw, forced):
    verdict = "broken" if symptom else "healthy"
    print(json.dumps({"verdict": verdict, "symptom": symptom, "forced": forced, "saw": saw}), flush=True)
    for worker in multiprocessing.active_children():
        worker.kill()
    os._exit(2 if not forced or not all(forced) else 1 if symptom else 0)


def render(service, pool, seen):
    """Runs on a thread of its own, because it may never come back."""
    try:
        for statement in service.render_batch(pool, JOBS):
            seen.append(statement)
    except Exception as error:
        seen.append(error)
    seen.append(None)


def main(program):
    os.environ.update(
        STATEMENTS_WORKERS="2",
        STATEMENTS_JOB_TIMEOUT="60",
        STATEMENTS_RATES_URL=RATES_URL,
        STATEMENTS_RATES_INTERVAL="0",
    )
    sys.path.insert(0, os.path.abspath(program))
    moment = Moment()
    watch(moment)
    logging.disable()
    import service

    pool = service.start()
    moment.armed = True
    errors = []
    done = 0
    for _ in range(ROUNDS):
        seen = []
        thread = threading.Thread(target=render, args=(service, pool, seen), daemon=True)
        thread.start()
        count = -1
        while thread.is_alive() and len(seen) > count:
            count = len(seen)
            thread.join(PATIENCE)
        if thread.is_alive():
            left = len(JOBS) - len(seen)
            say(
                "hang", f"after {len(moment.forced)} new workers, {left} jobs of a batch never came back", moment.forced
            )
        errors += [repr(outcome) for outcome in seen if isinstance(outcome, Exception)]
        wrong = [outcome for outcome in seen if isinstance(outcome, dict) and outcome["total"] != TOTAL]
        if wrong:
            say("wrong-value", f"a total of {wrong[0]['total']} instead of {TOTAL}", moment.forced)
        done += sum(isinstance(outcome, dict) for outcome in seen)
        if len(moment.forced) >= WANTED:
            break
    if errors:
        say("exception", f"{len(errors)} batches ended with {errors[0]}", moment.forced)
    say(None, f"{done} statements, all right, while {len(moment.forced)} workers were replaced", moment.forced)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "program")
