"""An asyncio event loop on virtual time, for an interpreter without sockets, threads and processes.

Sleeping takes no time: when nothing is ready, the loop's clock jumps to the next timer. When there is no timer
either, every task waits for another one, and the loop says so instead of hanging.
"""

import asyncio
import selectors


class Deadlock(RuntimeError):
    """Every task is waiting, and nothing is left that could wake one."""


class VirtualSelector(selectors.BaseSelector):
    """Watches no file. Its only work is to move the loop's clock."""

    def __init__(self):
        self.now = 0.0

    def register(self, fileobj, events, data=None):
        raise NotImplementedError("there are no sockets here")

    def unregister(self, fileobj):
        raise NotImplementedError("there are no sockets here")

    def get_map(self):
        return {}

    def select(self, timeout=None):
        if timeout is None:
            raise Deadlock("every task is waiting and nothing can wake one")
        self.now += max(timeout, 0)
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """The base loop does all the work: callbacks, timers, tasks, asynchronous generators."""

    def __init__(self):
        super().__init__()
        self._selector = VirtualSelector()

    def time(self):
        return self._selector.now

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        # Wakes a loop that sleeps in another thread. There is no other thread.
        pass


class VirtualPolicy:
    """What `asyncio.events` asks of a policy. One thread, so one current loop."""

    def __init__(self):
        self._loop = None

    def get_event_loop(self):
        if self._loop is None:
            raise RuntimeError("There is no current event loop in thread 'MainThread'.")
        return self._loop

    def set_event_loop(self, loop):
        self._loop = loop

    def new_event_loop(self):
        return VirtualLoop()


def run(main, *, debug=None, loop_factory=None):
    """`asyncio.run` as in CPython: the embedding replaces it by one that needs a browser's loop."""
    if asyncio.events._get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with asyncio.Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


def install():
    """Makes this loop the only one that asyncio knows."""
    asyncio.events._set_running_loop(None)
    # Set directly: the function for it is deprecated from 3.14 on, and would warn.
    asyncio.events._event_loop_policy = VirtualPolicy()
    asyncio.SelectorEventLoop = asyncio.EventLoop = VirtualLoop
    asyncio.run = asyncio.runners.run = run
