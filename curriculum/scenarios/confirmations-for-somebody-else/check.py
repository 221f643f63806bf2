"""Is every broker told of their own orders, and of nobody else's? `python check.py <program-dir>`.

The desk runs in a process of its own and is driven a step at a time; brokers and venue are here, so that their sockets do not
stand among its descriptors. The bad moment is forced: one venue refuses again and again, and after each refusal a broker logs in.
"""

import json
import os
import select
import socket
import subprocess
import sys

EVENING = 36

# Does what its standard input says, a line at a time, and answers each with a line.
DRIVER = """
import ast, logging, sys
sys.path.insert(0, "")
import desk as module
venue = ast.literal_eval(sys.argv[1])
desk = module.Desk({"west": venue})
print(repr(desk.address), flush=True)
for line in sys.stdin:
    name, *words = line.split()
    try:
        answer = getattr(desk, name)(*words)
    except Exception as error:
        answer = f"{type(error).__name__}: {error}"
    print(answer, flush=True)
"""


class World:
    """A desk under test, one venue that is busy, and the brokers."""

    def __init__(self, program, *, python=(sys.executable,), before="", errors=subprocess.DEVNULL):
        self.venue = socket.create_server(("127.0.0.1", 0))
        self.brokers = {}
        self.cut, self.foreign, self.failed = [], [], []
        self.desk = subprocess.Popen(
            [*python, "-B", "-c", before + DRIVER, repr(self.venue.getsockname())],
            cwd=program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
        )
        self.address = self._answer()

    def _answer(self):
        import ast

        line = self.desk.stdout.readline()
        if not line:
            raise RuntimeError("the desk has ended")
        try:
            return ast.literal_eval(line)
        except (ValueError, SyntaxError):
            self.failed.append(line.strip())
            return None

    def _order(self, words):
        self.desk.stdin.write(words + "\n")
        self.desk.stdin.flush()

    def try_venue(self):
        self._order("try_venue west")
        ours, _ = self.venue.accept()
        ours.sendall(b"BUSY until the morning\n")
        self._answer()
        ours.close()

    def log_in(self, name):
        ours = socket.create_connection(self.address)
        ours.sendall(f"LOGIN {name}".encode())
        self._order("admit")
        self._answer()
        self.brokers[name] = ours

    def confirm(self, name, order):
        self._order(f"confirm {name} {order}")
        self._answer()

    def read(self):
        """What has come in for the brokers; whoever was cut off logs in again."""
        again = []
        for name, ours in list(self.brokers.items()):
            while select.select([ours], [], [], 0)[0]:
                data = ours.recv(4096)
                if not data:
                    self.cut.append(name)
                    again.append(name)
                    del self.brokers[name]
                    break
                for line in data.decode().splitlines():
                    if line.split()[1] != name:
                        self.foreign.append((name, line))
        return again

    def evening(self, rounds=EVENING, after_each=lambda turn: None):
        for turn in range(rounds):
            self.try_venue()
            self.log_in(f"broker-{turn}")
            for name in list(self.brokers):
                self.confirm(name, f"{name}-{turn}")
            for name in self.read():
                self.log_in(name)
            after_each(turn)

    def close(self):
        self.desk.stdin.close()
        self.desk.wait(20)


def main():
    world = World(os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
    world.evening()
    world.close()
    symptom = "insecure" if world.foreign else "exception" if world.failed else "lost-work" if world.cut else None
    print(
        json.dumps(
            {
                "verdict": "broken" if symptom else "healthy",
                "symptom": symptom,
                "forced": [len(world.brokers) == EVENING],
                "saw": f"{EVENING} refusals: {len(world.foreign)} confirmations reached another broker, {len(world.cut)} connections were cut off,"
                f" {len(world.failed)} errors in the desk",
            }
        )
    )
    return 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
