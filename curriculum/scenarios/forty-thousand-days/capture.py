"""Runs the forecast several times and looks at its batches. `python capture.py <program-dir> <evidence-dir>`. Needs NumPy."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True
from terminal import Terminal

try:
    import numpy
except ImportError:
    sys.exit("NumPy is not installed: nothing was captured")

WHO = """\
import hashlib
import multiprocessing
import os
import random
import sys
import time

import demand

def digest(thing):
    return hashlib.sha256(repr(thing).encode()).hexdigest()[:10]

def tell(number):
    time.sleep(0.3)
    return (os.getpid() - os.getppid(), digest(demand.rng.bit_generator.state), digest(random.getstate()))

if __name__ == "__main__":
    print("worker   state of demand.rng   state of random")
    print(f"parent   {digest(demand.rng.bit_generator.state)}            {digest(random.getstate())}")
    with multiprocessing.get_context(sys.argv[1]).Pool(4) as pool:
        for worker, numpys, pythons in sorted(pool.map(tell, range(4), chunksize=1)):
            print(f"{worker:6d}   {numpys}            {pythons}")
"""

SPREAD = """\
import sys
import numpy as np
import demand, forecast, simulate

def pooled():
    return simulate.run()

def alone():
    return np.concatenate([demand.days(5000) for _ in range(8)])

found = []
for _ in range(20):
    # The generator of a new process, which imports the module anew.
    demand.rng = np.random.default_rng()
    found.append(forecast.stock(globals()[sys.argv[1]]()))
needs, errors = np.array(found).T
print(f"{sys.argv[1]:7s} 20 forecasts: {needs.min():.0f} to {needs.max():.0f} pieces, they scatter by {needs.std():.2f}, and say {errors.mean():.2f}")
"""

SETUP = "import numpy as np\nimport demand, simulate, forecast\nfrom simulate import Task, batch\n"


def capture():
    terminal.write("forecasts.txt", terminal.type("for i in 1 2 3 4 5 6; do python3 forecast.py; done"), terminal.type("python3 --version; python3 -c 'import numpy; print(numpy.__version__)'"))
    terminal.write("batches.txt", terminal.console(
        "sold = simulate.run().reshape(8, -1)",
        "sold.shape, sold.mean(axis=1).round(3)",
        "sold[:, :12]",
        "len(np.unique(sold, axis=0))",
        setup=SETUP + "import time, functools\noriginal = simulate.batch\n"
        "def slow(task):\n    time.sleep(0.2)\n    return original(task)\n"
        "slow.__module__, slow.__qualname__, slow.__name__ = 'simulate', 'batch', 'batch'\nsimulate.batch = slow\n"))
    (terminal.folder / "who.py").write_text(WHO)
    terminal.write("states.txt", terminal.type("python3 who.py fork"))
    terminal.write("spawned.txt", terminal.type("python3 who.py spawn"))
    (terminal.folder / "spread.py").write_text(SPREAD)
    terminal.write("spread.txt", terminal.type("python3 spread.py pooled"), terminal.type("python3 spread.py alone"))
    terminal.write("one-process.txt", terminal.console(
        "one, other = batch(Task(0, 5000)), batch(Task(1, 5000))",
        "one[:10], other[:10]",
        "np.array_equal(one, other)",
        "demand.rng",
        setup=SETUP))
    terminal.write("at-fork.txt", terminal.type("grep -n -B1 'register_at_fork' $(python3 -c 'import random; print(random.__file__)')"),
                   terminal.type("grep -rlE 'register_at_fork|pthread_atfork' \\\n    $(python3 -c 'import numpy.random as r; print(r.__path__[0])') | wc -l"))
    terminal.write("bootstrap.txt", terminal.console(
        "rng = np.random.default_rng(1)",
        "demand.rng = rng",
        "found = [forecast.stock(demand.days(5000)) for _ in range(60)]",
        "needs, errors = np.array(found).T",
        "needs.std().round(2), errors.mean().round(2)",
        setup=SETUP))


terminal = Terminal(sys.argv[1], sys.argv[2])
try:
    capture()
finally:
    terminal.close()
