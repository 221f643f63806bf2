"""Runs the shop's web server on a real Redis through one evening. `python capture.py <program-dir> <evidence-dir>`.

Needs redis-server with redis-cli, and strace.
"""

import asyncio
import itertools
import json
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True
from terminal import Terminal

for tool in ("redis-server", "redis-cli", "strace"):
    if shutil.which(tool) is None:
        sys.exit(f"{tool} is not installed: nothing was captured")

PORT = 6379
DICE = random.Random(5)
NAMES = "ada ben cleo dan eve finn gus hana ivo jill kim leo mia noor otto pia quin rosa sven tara uma vito wes yara".split()
TOKENS = {name: f"{DICE.randrange(16**6):06x}" for name in NAMES}
ports = itertools.count(8401)


def start_redis():
    server = subprocess.Popen(
        ["redis-server", "--port", str(PORT), "--save", "", "--enable-debug-command", "local", "--slowlog-log-slower-than", "100000"],
        cwd=terminal.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        if "PONG" in terminal.run("redis-cli ping"):
            break
        time.sleep(0.05)
    for name, token in TOKENS.items():
        stored = json.dumps({"user": name, "items": DICE.randrange(1, 9), "token": token})
        subprocess.run(["redis-cli", "set", f"s:{token}", stored], stdout=subprocess.DEVNULL, check=True)
    # The baskets of a season.
    terminal.run("redis-cli debug populate 400000 basket 64")
    return server


class Web:
    """One run of the web server."""

    def __init__(self, before="", level="INFO"):
        self.port = next(ports)
        self.log = terminal.folder / f"shop-{self.port}.log"
        start = (
            "import asyncio, logging, runpy, sys, settings\n"
            "logging.basicConfig(stream=sys.stderr, level=logging.INFO, datefmt='%H:%M:%S',"
            " format='%(asctime)s.%(msecs)03d %(name)s %(message)s')\n"
            f"logging.getLogger('wire').setLevel('{level}')\n{before}\n"
            f"sys.argv = ['service.py', '{self.port}']\nrunpy.run_path('service.py', run_name='__main__')\n"
        )
        with self.log.open("wb") as out:
            self.process = subprocess.Popen([sys.executable, "-B", "-c", start], cwd=terminal.folder, stderr=out)
        time.sleep(0.6)

    def lines(self):
        return self.log.read_text().splitlines()

    def stop(self):
        self.process.kill()
        self.process.wait()


async def visit(port, name, until, seen, gap):
    while time.time() < until:
        await asyncio.sleep(DICE.uniform(*gap))
        begin = time.time()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /basket HTTP/1.1\r\nHost: shop\r\nCookie: token={TOKENS[name]}\r\n\r\n".encode())
        answer = (await reader.read()).decode()
        writer.close()
        body = answer.partition("\r\n\r\n")[2]
        seen.append((begin, name, json.loads(body)["user"] if body else "error"))


async def evening(port, seconds, nightly_at, gap=(0.05, 0.4)):
    """Customers for some seconds, and the nightly job in between; gives back what they saw."""
    seen, until = [], time.time() + seconds
    visits = [asyncio.create_task(visit(port, name, until, seen, gap)) for name in NAMES]
    jobs = []
    if nightly_at is not None:
        await asyncio.sleep(nightly_at)
        job = await asyncio.create_subprocess_exec(
            sys.executable, "-B", "nightly.py", cwd=terminal.folder, stdout=subprocess.DEVNULL
        )
        await job.wait()
    await asyncio.gather(*visits, *jobs)
    return seen


def count(seen):
    other = sum(user not in (None, "error", name) for _, name, user in seen)
    nobody = sum(user is None for _, _, user in seen)
    errors = sum(user == "error" for _, _, user in seen)
    return f"{len(seen)} pages: {len(seen) - other - nobody - errors} own, {other} another's, {nobody} nobody's, {errors} errors"


OWNERS = {token: name for name, token in TOKENS.items()}


HANDLER = '''
import gc, signal
def show(*_):
    pool = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Pool")
    for one in sorted(pool._idle, key=lambda one: one.number):
        held = bytes(one._reader._buffer)
        parts = [part.split(b"\\r\\n")[1].decode() for part in held.split(b"$")[1:]]
        print(f"connection {one.number}: idle, {len(held)} bytes unread", file=sys.stderr)
        for part in parts:
            print("connection    ", part, file=sys.stderr)
    sys.stderr.flush()
signal.signal(signal.SIGUSR1, show)
'''


def incident():
    web = Web(HANDLER)
    begin = time.time()
    seen = asyncio.run(evening(web.port, 7, 2.0))
    lines = [line.replace(" service ", " web ") for line in web.lines()]
    (terminal.folder / "shop.log").write_text("\n".join(lines) + "\n")
    terminal.write("shop-log.txt", terminal.type("grep -m1 -B5 'no session' shop.log"),
                   terminal.type("grep -n 'no session' shop.log | tail -1 | cut -d: -f1 \\\n    | xargs -I{} sed -n '{},+11p' shop.log"),
                   terminal.type("tail -8 shop.log"), terminal.type("grep 'token 7e3ecb' shop.log | sed -n '1p;$p'"), terminal.type("grep -c 'no session' shop.log"))
    rows = ["second   own   another's   nobody's   errors"]
    for second in range(7):
        part = [one for one in seen if second <= one[0] - begin < second + 1]
        own = sum(user == name for _, name, user in part)
        nobody = sum(user is None for _, _, user in part)
        errors = sum(user == "error" for _, _, user in part)
        rows.append(f"{second:6d}   {own:3d}   {len(part) - own - nobody - errors:9d}   {nobody:8d}   {errors:6d}")
    terminal.write("pages.txt", "Whose basket the pages showed; the nightly job starts in second 2\n\n" + "\n".join(rows))
    return web


def inspect(web):
    chosen = ("ada", "kim", "yara")
    terminal.write("by-hand.txt", *(terminal.type(f"redis-cli get s:{TOKENS[name]}") for name in chosen),
                   terminal.type("redis-cli --scan --pattern 's:*' | sort -u | wc -l"))
    terminal.write("slowlog.txt", terminal.type("redis-cli slowlog get 2 | sed 's/^ *//' | head -18"),
                   terminal.type("redis-cli info server | grep redis_version"))
    terminal.write("clients.txt", terminal.type(
        "redis-cli client list | grep -v cmd=client \\\n    | grep -oE '(id|fd|idle|qbuf|obl|oll|cmd)=[^ ]*' | paste -d' ' - - - - - - -"))
    web.process.send_signal(signal.SIGUSR1)
    time.sleep(0.5)
    asked = [line for line in web.lines() if line.startswith("connection")]
    terminal.write("buffers.txt", "$ kill -USR1 7184    # what the debug handler prints: idle connections and\n                     # what their StreamReaders hold unread\n" + "\n".join(asked))
    web.stop()


def trace():
    """One connection through the bad moment, as the kernel saw it."""
    web = Web("settings.CONNECTIONS = 2")
    out = terminal.folder / "trace.log"
    tracer = subprocess.Popen(["strace", "-f", "-tt", "-s", "400", "-e", "trace=sendto,recvfrom", "-o", out, "-p", str(web.process.pid)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.8)
    asyncio.run(evening(web.port, 4, 1.2, gap=(0.3, 0.9)))
    tracer.terminate()
    tracer.wait()
    web.stop()
    (terminal.folder / "onefd.py").write_text(ONE_DESCRIPTOR)
    terminal.write("strace.txt", "$ strace -f -tt -s 400 -e trace=sendto,recvfrom -o trace.log -p 7211\n" + terminal.type("python3 onefd.py trace.log    # the connection to Redis that was used most"))


ONE_DESCRIPTOR = '''\
import re, sys
rows = {}
for line in open(sys.argv[1]):
    found = re.match(r'\\d+ +(\\S+) (sendto|recvfrom)\\((\\d+), "(.*?)"(?:\\.\\.\\.)?, \\d+.* = \\d+', line)
    if found and re.match(r"[*$]\\d", found[4]):
        when, call, descriptor, data = found.groups()
        data = data.replace('\\\\"', "'").replace("\\\\r\\\\n", " ")
        for part in re.split(r"(?<=} )(?=[$])", data):
            text = re.sub(r"^[*][0-9]+ |[$][0-9]+ ", "", part).strip()
            rows.setdefault(descriptor, []).append(f"{when[:12]} {call}({descriptor})".ljust(27) + text)
lines = max(rows.values(), key=len)
pause = next(n for n in range(len(lines)) if "sendto" in lines[n] and "sendto" in lines[n + 1])
print(*lines[max(0, pause - 4) : pause + 22], sep="\\n")
'''


def leases():
    web = Web(level="DEBUG")
    asyncio.run(evening(web.port, 5, 1.5))
    web.stop()
    lines = [line for line in web.lines() if " wire " in line]
    held, overlaps = {}, 0
    for line in lines:
        number = re.search(r"connection (\d+)", line)[1]
        if "leased to" in line:
            overlaps += held.get(number, 0) > 0
            held[number] = held.get(number, 0) + 1
        else:
            held[number] = held.get(number, 0) - 1
    (terminal.folder / "overlap.py").write_text(OVERLAP)
    (terminal.folder / "wire.log").write_text("\n".join(lines) + "\n")
    begin = next(n for n, line in enumerate(web.lines()) if "no session in time" in line)
    around = [line for line in web.lines()[begin - 12 : begin + 40] if " wire " in line][:22]
    terminal.write("leases.txt", "$ grep ' wire ' shop.log    # from shortly before the first warning on\n" + "\n".join(around),
                   terminal.type("cat overlap.py && python3 overlap.py < wire.log"))


OVERLAP = '''\
import re, sys
held, leases, twice = set(), 0, 0
for line in sys.stdin:
    number = re.search(r"connection (\\d+)", line)[1]
    if "leased to" in line:
        leases, twice = leases + 1, twice + (number in held)
        held.add(number)
    else:
        held.discard(number)
print(leases, "leases,", twice, "of a connection that was leased already")
'''


def experiments():
    rows = []
    for words, before, at in (
        ("PATIENCE = 0.15, with the nightly job", "", 1.5),
        ("PATIENCE = 0.15, without the nightly job", "", None),
        ("PATIENCE = 30, with the nightly job", "settings.PATIENCE = 30", 1.5),
        ("PATIENCE = 0.15, CONNECTIONS = 64, with it", "settings.CONNECTIONS = 64", 1.5),
    ):
        web = Web(before)
        seen = asyncio.run(evening(web.port, 6, at))
        web.stop()
        rows.append(f"{words}\n  {count(seen)}")
    terminal.write("replays.txt", "Six seconds of customers against a fresh web server each time\n\n" + "\n".join(rows))
    terminal.write("tokens.txt", terminal.type("redis-cli --scan --pattern 's:*' | head -6"), terminal.console(
        "keys = run('redis-cli --scan --pattern \"s:*\"').split()",
        "len(keys), len(set(keys)), collections.Counter(map(len, keys))",
        "len({run(f'redis-cli get {key}') for key in keys})",
        setup="import collections\nfrom subprocess import getoutput as run",
    ))


terminal = Terminal(sys.argv[1], sys.argv[2])
redis = start_redis()
try:
    inspect(incident())
    trace()
    leases()
    experiments()
finally:
    redis.kill()
    redis.wait()
    terminal.close()
