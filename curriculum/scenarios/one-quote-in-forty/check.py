"""Does every parcel get its quote? `python check.py <program-dir>`.

The carrier's server runs in a process of its own. The bad moment is forced: the desk has asked it before its workers are made,
and workers are replaced while quotes are asked for. Needs gRPC.
"""

import json
import os
import signal
import subprocess
import sys

HERE = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program")
sys.dont_write_bytecode = True

import grpc  # noqa: F401  Without it there is nothing to check.

PARCELS = 260
PENCE = {"A": 90, "B": 120, "C": 310}

# A server of the carrier's: prints its port, then who called, a line for each call.
CARRIER = f"""
import sys, time
from concurrent import futures
import grpc
PENCE = {PENCE!r}
class Tariffs(grpc.GenericRpcHandler):
    def service(self, details):
        version = details.method.endswith("/Version")
        def answer(words, context):
            print(context.peer(), details.method, file=sys.stderr, flush=True)
            return b"2024-11" if version else str(PENCE[words.decode()]).encode()
        return grpc.unary_unary_rpc_method_handler(answer)
server = grpc.server(futures.ThreadPoolExecutor(4))
server.add_generic_rpc_handlers((Tariffs(),))
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(None)
"""

# One day at the desk: what came of each parcel, as JSON.
DAY = """
import json, sys
sys.path.insert(0, "")
import desk as module
desk = module.Desk(sys.argv[1])
answers = desk.quote_all(json.loads(sys.argv[2]))
desk.close()
print(json.dumps(answers))
"""


def start_carrier(errors=subprocess.DEVNULL):
    """The server's process and its address."""
    server = subprocess.Popen(
        [sys.executable, "-c", CARRIER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
    )
    return server, f"127.0.0.1:{int(server.stdout.readline())}"


def parcels(count=PARCELS):
    return [("ABC"[turn % 3], 1 + turn % 7) for turn in range(count)]


def expected(parcel):
    zone, kilograms = parcel
    return 250 + kilograms * PENCE[zone]


def without_settings():
    """This machine may tell gRPC how to fork. The desk's machine doesn't."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GRPC_")}


def one_day():
    """What came of each parcel, or of the day itself. A fork with threads about can hang, too, once in a while."""
    server, address = start_carrier()
    day = subprocess.Popen(
        [sys.executable, "-B", "-c", DAY, address, json.dumps(parcels())],
        cwd=HERE, env=without_settings(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )
    try:
        out, _ = day.communicate(timeout=40)
        return (json.loads(out), None) if day.returncode == 0 else (None, "exception")
    except subprocess.TimeoutExpired:
        return None, "hang"
    finally:
        try:
            os.killpg(day.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        server.stdin.close()
        server.wait(20)


def main():
    for _ in range(3):
        answers, symptom = one_day()
        if symptom != "hang":
            break
    workers = len({pid for pid, _ in answers or []})
    failed = [answer for (_, answer), parcel in zip(answers or [], parcels()) if answer != expected(parcel)]
    if answers is not None:
        symptom = "exception" if failed else None
    saw = f"{len(failed)} of {PARCELS} parcels had no quote, {workers} workers: {sorted(set(map(str, failed)))[:2]}"
    if answers is None:
        saw = "the day ended with an exception" if symptom == "exception" else "the desk still waited, in three days"
    print(
        json.dumps(
            {"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": [workers >= 3 or answers is None], "saw": saw}
        )
    )
    return 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
