"""Runs the desk through a morning with the carrier's server beside it. `python capture.py <program-dir> <evidence-dir>`.

Needs gRPC and strace.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM, EVIDENCE = sys.argv[1], sys.argv[2]
sys.path[:0] = [str(HERE.parent / "shared"), str(HERE)]
sys.dont_write_bytecode = True
from terminal import Terminal

sys.argv = ["check.py", PROGRAM]
try:
    import check
except ImportError:
    sys.exit("gRPC is not installed: nothing was captured")
if shutil.which("strace") is None:
    sys.exit("strace is not installed: nothing was captured")

MORNING = """
import json, logging, sys
sys.path.insert(0, "")
logging.basicConfig(filename="desk.log", level=logging.INFO, datefmt="%H:%M:%S",
                    format="%(asctime)s.%(msecs)03d %(process)d %(message)s")
import desk as module
{change}
desk = module.Desk(sys.argv[1])
answers = desk.quote_all(json.loads(sys.argv[2]))
desk.close()
print(json.dumps(answers))
"""

# The desk's own steps, one at a time: what a parent and its first worker have.
LOOK = """
import os, sys
sys.path.insert(0, "")
import grpc
import tariffs

STATES = ["IDLE", "CONNECTING", "READY", "TRANSIENT_FAILURE", "SHUTDOWN"]

def opened():
    for number in sorted(os.listdir("/proc/self/fd"), key=int):
        try:
            print("  fd", number, os.readlink(f"/proc/self/fd/{number}"))
        except FileNotFoundError:
            pass

def state():
    return STATES[tariffs._channel._channel.check_connectivity_state(False)]

def threads():
    return sorted(open(f"/proc/self/task/{task}/comm").read().strip() for task in os.listdir("/proc/self/task"))

def attempt(words):
    try:
        print(f"{words}: {tariffs.rate('A')} pence, channel", state())
    except grpc.RpcError as error:
        print(f"{words}: {error.code().name} {error.details()}, channel", state())

tariffs.connect(sys.argv[1])
if "no call" not in sys.argv[2:]:
    tariffs.version()
print("gRPC", grpc.__version__)
print("the desk itself, channel", state())
opened()
print("  threads", len(threads()))
sys.stdout.flush()
if os.fork() == 0:
    print("a worker, before its first call, channel", state())
    # Its standard input, as multiprocessing does it.
    os.open(os.devnull, os.O_RDONLY)
    opened()
    print("  threads", len(threads()))
    if "others" in sys.argv[2:]:
        kept = tariffs._channel
        for words, options in (
            ("a second channel", []),
            ("a channel with grpc.use_local_subchannel_pool", [("grpc.use_local_subchannel_pool", 1)]),
        ):
            tariffs._channel = grpc.insecure_channel(sys.argv[1], options=options)
            attempt(words)
    else:
        attempt("first call")
        attempt("second call")
    sys.stdout.flush()
    os._exit(0)
os.wait()
"""


def morning(change="", count=check.PARCELS, errors=subprocess.DEVNULL):
    """The answers of one morning and its log. One in dozens hangs, on a busy machine; then it is another morning."""
    for _ in range(5):
        (terminal.folder / "desk.log").unlink(missing_ok=True)
        server, address = check.start_carrier(errors)
        script = terminal.folder / ".morning.py"
        script.write_text(MORNING.replace("{change}", change))
        desk = subprocess.Popen(
            [sys.executable, "-B", script, address, json.dumps(check.parcels(count))],
            cwd=terminal.folder, env=terminal.environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )
        try:
            out, _ = desk.communicate(timeout=40)
            return json.loads(out), (terminal.folder / "desk.log").read_text()
        except subprocess.TimeoutExpired:
            os.killpg(desk.pid, signal.SIGKILL)
        finally:
            server.stdin.close()
            server.wait(20)
    sys.exit("each morning hung")


def look_at(address, mode=""):
    """A fork with threads about hangs once in a while. Then it is looked at again."""
    for _ in range(5):
        shown = terminal.run(f"timeout 20 python3 look.py {address} {mode}")
        if "pence" in shown:
            return shown
    sys.exit("each fork hung")


def incident():
    carrier = terminal.folder / "carrier.log"
    with carrier.open("w") as errors:
        answers, log = morning(errors=errors)
    started = re.findall(r"Version", carrier.read_text())
    if len(started) != 1:
        sys.exit("a morning hung, and the carrier's counts are of two: capture again")
    kept = terminal.folder / "morning.log"
    kept.write_text(log)
    failed = [turn for turn, (_, answer) in enumerate(answers) if isinstance(answer, str)]
    terminal.write("log.txt", terminal.type("head -1 morning.log"), terminal.type("grep -c ' kg: ' morning.log; grep -c UNAVAILABLE morning.log"),
                   terminal.type("grep UNAVAILABLE morning.log"))
    workers = {}
    for line in log.splitlines():
        _, pid, words = line.split(" ", 2)
        if "kg:" in words or "UNAVAILABLE" in words:
            workers.setdefault(pid, []).append("UNAVAILABLE" in words)
    rows = ["worker   parcels   failures   which of its parcels failed"]
    rows += [f"{pid:>6}   {len(all):7}   {sum(all):8}   {', '.join(str(at + 1) for at, bad in enumerate(all) if bad) or '-':>5}" for pid, all in workers.items()]
    terminal.write("by-worker.txt", "The log of the morning, by process\n", "\n".join(rows))
    calls = re.findall(r"ipv4:[\d.:]+:(\d+) (\S+)", carrier.read_text())
    ports = {}
    for port, method in calls:
        ports.setdefault(port, []).append(method.rsplit("/", 1)[1])
    rows = ["connection from port   calls answered"]
    rows += [f"{port:>20}   {', '.join(f'{names.count(name)} {name}' for name in sorted(set(names)))}" for port, names in ports.items()]
    rows += ["", f"calls received and answered: {len(calls)}", f"quotes asked of the desk:     {len(answers)}, without an answer {len(failed)}"]
    terminal.write("carrier.txt", "The carrier's server counts, by connection\n", "\n".join(rows))


def look():
    server, address = check.start_carrier()
    (terminal.folder / "look.py").write_text(LOOK)
    terminal.write("first-worker.txt", look_at(address))
    terminal.write("no-call.txt", look_at(address, "'no call'"))
    others = look_at(address, "others").splitlines()
    terminal.write("others.txt", "In a worker, before any other call of its own; the desk has called\n", "\n".join(others[:1] + [line for line in others if "UNAV" in line or "pence" in line]))
    calls = "clone,close,openat,socket,connect,sendmsg"
    terminal.run(f"timeout 60 strace -f -o trace -e trace={calls} python3 look.py {address}")
    text = (terminal.folder / "trace").read_text()
    # Who opens /dev/null is the worker; the desk is whoever comes first.
    child, parent = re.findall(r'^(\d+) +openat\(.*"/dev/null", O_RDONLY', text, re.M)[-1], text.split(" ", 1)[0]
    parent_socket = re.findall(rf"^{parent} +socket\(AF_INET.* = (\d+)$", text, re.M)[-1]
    lines = [line for line in text.splitlines() if line.startswith(child) and re.search(rf"(close|sendmsg|connect)\({parent_socket}\b|(socket|openat)\(.*= {parent_socket}$", line)]
    first = next(index for index, line in enumerate(lines) if "sendmsg" in line)
    opening = next(index for index, line in enumerate(lines) if "openat" in line)
    shown = [lines[0], lines[opening], *lines[first : first + 4]]
    shorter = [re.sub(r"msg_iov=\[.*?\], msg_iovlen=\d+, msg_controllen=0, msg_flags=0", "...", re.sub(r"\{sa_family.*?\}", "{...}", line)) for line in shown]
    shorter = [re.sub(r"msg_name=NULL, msg_namelen=0, | \(Socket operation on non-socket\)", "", line) for line in shorter]
    terminal.write("strace.txt", f"# {parent} is the desk, {parent_socket} its connection to the carrier; {child} is a worker.\n# strace -f, the worker's calls about {parent_socket}, from the fork on\n", "\n".join(shorter))
    server.stdin.close()
    server.wait(20)
    terminal.write("limits.txt", terminal.type("ulimit -n"))


def replay():
    ask_nothing = "module.tariffs.version = lambda: '-'\n"
    spawn = "import multiprocessing\nfork = multiprocessing.get_context\nmultiprocessing.get_context = lambda name: fork('spawn')\n"
    rows = ["what is different               workers   quotes   without an answer"]
    for words, change, count in (
        ("nothing", "", 260),
        ("one worker at a time", "module.WORKERS = 1\n", 260),
        ("replaced after 10", "module.QUOTES_EACH = 10\n", 260),
        ("a deadline of 60 seconds", "module.tariffs.SECONDS = 60\n", 260),
        ("the desk asks for no version", ask_nothing, 260),
    ):
        answers, _ = morning(change)
        failed = sum(isinstance(answer, str) for _, answer in answers)
        rows.append(f"{words:30}   {len({pid for pid, _ in answers}):6}   {len(answers):6}   {failed:17}")
    terminal.write("replays.txt", "\n".join(rows))


terminal = Terminal(PROGRAM, EVIDENCE, hidden=[(HERE, "/srv/app")])
incident()
look()
replay()
terminal.close()
