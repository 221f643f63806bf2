"""Runs a worker through an evening on which the broker is restarted. `python capture.py <program-dir> <evidence-dir>`."""

import asyncio
import io
import logging
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "shared"), str(HERE)]
sys.dont_write_bytecode = True
from terminal import Terminal

PROGRAM, EVIDENCE = sys.argv[1], sys.argv[2]
terminal = Terminal(PROGRAM, EVIDENCE, hidden=[(HERE, "/srv/app")])
sys.path.insert(0, str(terminal.folder))
import check
import consumer
import link

HELD = 6


def a_world(window=4):
    consumer.WINDOW = window
    return check.World(consumer, link)


async def speed(world, name):
    """How many of six jobs are in hand at most, when nothing is finished before."""
    world.gate.clear()
    for turn in range(HELD):
        world.broker.add(f"{name} {turn}")
    most = 0

    def look():
        nonlocal most
        world.broker.deliver()
        most = max(most, world.consumer.in_hand)
        return False

    await check.until(look, 40)
    world.gate.set()
    jobs = [f"{name} {turn}" for turn in range(HELD)]
    finished = await world.work([], 1) and await check.until(lambda: (world.broker.deliver(), set(jobs) <= set(world.done))[1], 80)
    return most, sum(job in world.done for job in jobs), finished


async def evening():
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(logging.Formatter("%(levelname)-7s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    world = a_world()
    await world.connected()
    rows = ["after restart   jobs in hand at most   jobs finished of 6"]
    for turn in range(5):
        if turn:
            log.write(f"-- restart {turn} of the broker\n")
            await world.restart()
            await check.until(lambda: False, 5)
        most, done, _ = await speed(world, f"batch {turn}")
        rows.append(f"{turn or 'none':>13}   {most:20}   {done:18}")
    current = world.broker.link
    for _ in range(3):
        current.beat()
    terminal.write("throughput.txt", "Six jobs at once after each restart; none is finished before all were offered\n", "\n".join(rows))
    terminal.write("log.txt", "consumer.log\n", log.getvalue())
    terminal.write("broker.txt", "The broker's table, after restart 4\n", "\n".join([
        f"links                {int(world.broker.link is not None)} up, subscribed",
        f"heartbeats           3 asked, {current.beats} answered",
        f"jobs ready           {len(world.broker.waiting)}",
        f"jobs pushed, unread  {current._jobs.qsize()}",
        f"jobs taken           {len(world.broker.unacknowledged) - current._jobs.qsize()}, not acknowledged",
    ]))
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    rows = [f"{len(tasks)} task beside the debug port's"]
    for task in tasks:
        waits = task.get_coro()
        while getattr(waits, "cr_frame", None) is not None:
            frame = waits.cr_frame
            file = Path(frame.f_code.co_filename)
            line = file.read_text().splitlines()[frame.f_lineno - 1].strip()
            rows += [f"  {file.name}, line {frame.f_lineno}, in {frame.f_code.co_name}", f"    {line}"]
            waits = waits.cr_await
    window = world.consumer._window
    terminal.write("stacks.txt", "\n".join(rows))
    terminal.write("window.txt", "\n".join([
        ">>> worker.in_hand, len(worker._tasks)", f"({world.consumer.in_hand}, {len(world.consumer._tasks)})",
        ">>> worker._window.locked(), worker._window._value", f"({window.locked()}, {window._value})",
        ">>> len(worker._window._waiters)", f"{len(window._waiters)}",
    ]))
    await world.end()


async def counted():
    """The window's free places at each moment of one restart, while the worker is idle."""
    logging.disable()
    world = a_world()
    await world.connected()
    await check.until(lambda: False, 5)
    rows = ["                         free places   in hand"]

    def row(words):
        rows.append(f"{words:24} {world.consumer._window._value:11}   {world.consumer.in_hand:7}")

    row("idle")
    for turn in range(1, 4):
        await world.restart()
        await check.until(lambda: False, 10)
        row(f"idle after restart {turn}")
    await world.end()
    world = a_world()
    await world.connected()
    world.gate.clear()
    world.broker.add("one")
    await check.until(lambda: (world.broker.deliver(), world.consumer.in_hand == 1)[1])
    await check.until(lambda: False, 5)
    row("another worker, one job")
    world.gate.set()
    await check.until(lambda: world.consumer.in_hand == 0)
    await check.until(lambda: False, 5)
    row("its job is finished")
    await world.end()
    terminal.write("places.txt", "\n".join(rows))


async def replay():
    rows = ["window   restarts come when              restarts until nothing is done"]
    for window, refusals, words in ((4, 0, "the worker waits for a job"), (2, 0, "the worker waits for a job"), (8, 0, "the worker waits for a job"), (4, 3, "... and three refusals each")):
        world = a_world(window)
        await world.connected()
        stopped = None
        for turn in range(1, 12):
            await world.restart(refusals)
            await check.until(lambda: False, 8)
            if not await world.work([f"job {turn}"], 60):
                stopped = turn
                break
        rows.append(f"{window:6}   {words:28}   {stopped if stopped else 'none in 11':>31}")
        await world.end()
    terminal.write("replays.txt", "\n".join(rows))


terminal.write("semaphore.txt", terminal.type("python3 -c 'import asyncio; help(asyncio.Semaphore)' | sed -n '3,16p'"))
asyncio.run(evening())
asyncio.run(counted())
asyncio.run(replay())
terminal.close()
