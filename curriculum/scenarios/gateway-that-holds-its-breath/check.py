"""Runs the gateway on a loop whose clock is virtual, with a resolver that takes three seconds for a name.

Whatever asks the resolver while the loop is in a callback moves the loop's clock on, so no other callback gets a turn in
that time, as on a real loop. What asks it in an executor keeps one of that executor's threads busy for as long. The bad
moment is forced: connections serve at most five requests each instead of 80, so that one is retired every fraction of a second.
"""

import asyncio
import heapq
import json
import logging
import os
import random
import selectors
import socket
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
logging.disable(logging.CRITICAL)

LOOKUP = 3.0
THREADS = 8  # of the default executor on four cores
TERMINALS = 14
UNTIL = 30.0


class Clock(selectors.BaseSelector):
    """A selector without files: waiting moves the time on."""

    def __init__(self):
        self.now = 0.0
        self.job = None
        self.lookups_in_loop = 0
        self.lookups = 0

    def register(self, fileobj, events, data=None):
        raise NotImplementedError

    def unregister(self, fileobj):
        raise NotImplementedError

    def get_map(self):
        return {}

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("every task is waiting and nothing can wake one")
        self.now += max(timeout, 0)
        return []

    def spend(self, seconds):
        """Time that passes inside a blocking call: in an executor's job, or in the loop."""
        if self.job is not None:
            self.job += seconds
        else:
            self.now += seconds

    def look_up(self, host):
        if host.replace(".", "").isdigit():
            return
        self.lookups += 1
        self.lookups_in_loop += self.job is None and serving
        self.spend(LOOKUP)


clock = Clock()
serving = False


class Loop(asyncio.BaseEventLoop):
    """The base loop on that clock, with modelled executors and datagram sockets."""

    def __init__(self):
        super().__init__()
        self._selector = clock
        self._threads = {}

    def time(self):
        return clock.now

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass

    def run_in_executor(self, executor, function, *args):
        count = THREADS if executor is None else executor._max_workers
        free = self._threads.setdefault(id(executor), [0.0] * count)
        begin = max(clock.now, heapq.heappop(free))
        clock.job = 0.001
        try:
            result, error = function(*args), None
        except Exception as caught:
            result, error = None, caught
        end, clock.job = begin + clock.job, None
        heapq.heappush(free, end)
        future = self.create_future()
        self.call_at(end, self._finish, future, result, error)
        return future

    @staticmethod
    def _finish(future, result, error):
        if future.done():
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        return await self.run_in_executor(None, socket.getaddrinfo, host, port, family, type, proto, flags)

    async def create_datagram_endpoint(self, protocol_factory, local_addr=None, remote_addr=None, **options):
        if remote_addr is not None:
            await self.getaddrinfo(*remote_addr)
        protocol = protocol_factory()
        transport = Transport(remote_addr)
        protocol.connection_made(transport)
        return transport, protocol


class Socket:
    """A datagram socket as far as its names go: like the real one it resolves a name in each call that is given one."""

    def __init__(self, *args, **options):
        pass

    def __getattr__(self, name):
        return lambda *args, **options: None

    def connect(self, address):
        clock.look_up(address[0])

    def sendto(self, data, *rest):
        clock.look_up(rest[-1][0])
        return len(data)

    def send(self, data, flags=0):
        return len(data)


class Transport(asyncio.DatagramTransport):
    """Like selector_events._SelectorDatagramTransport: an address that is given goes to the socket as it is."""

    def __init__(self, remote):
        super().__init__()
        self._socket = Socket()
        self._remote = remote

    def sendto(self, data, addr=None):
        if self._remote is None:
            self._socket.sendto(data, addr)

    def close(self):
        pass


def look_up(host, port, family=0, type=0, proto=0, flags=0):
    clock.look_up(host)
    return [(socket.AF_INET, socket.SOCK_DGRAM, 17, "", ("10.4.0.9", port))]


class Acquirer:
    """Both ends of a connection to an acquirer that answers within a second."""

    opened = 0

    def __init__(self, dice):
        Acquirer.opened += 1
        self._dice = dice
        self._line = b""

    def write(self, line):
        self._line = line

    async def readline(self):
        await asyncio.sleep(self._dice.uniform(0.2, 0.8))
        return self._line

    def close(self):
        pass


async def terminal(gateway, number, dice, took):
    acquirers = sorted(gateway._pools)
    await asyncio.sleep(dice.random())
    turn = 0
    while clock.now < UNTIL:
        turn += 1
        line = json.dumps({"id": f"{number}-{turn}", "to": acquirers[(number + turn) % 3]}).encode() + b"\n"
        begin = clock.now
        answer = await gateway.answer(line)
        took.append((clock.now - begin, b"declined" in answer))


async def run(service, dice):
    global serving

    async def connect(*address):
        acquirer = Acquirer(dice)
        return acquirer, acquirer

    gateway = await service.start(connect)
    # The terminals come when the gateway is up; what it did before that held up nobody.
    await asyncio.sleep(60 - clock.now % 60)
    start, took = clock.now, []
    globals()["UNTIL"] = start + 30.0
    serving = True
    await asyncio.gather(*(terminal(gateway, number, dice, took) for number in range(TERMINALS)))
    return took, clock.now - start


def main():
    socket.socket, socket.getaddrinfo = Socket, look_up
    import service
    import settings

    random.seed(7)
    settings.MAX_USES = 5
    with asyncio.Runner(loop_factory=Loop) as runner:
        took, seconds = runner.run(run(service, random.Random(7)))
    declined = sum(refused for _, refused in took)
    worst = max(seconds for seconds, _ in took)
    # An acquirer needs 0.8 s at most. Whoever waits for longer than twice that waits for something else.
    late = sum(seconds > 1.6 and not refused for seconds, refused in took)
    forced = [Acquirer.opened >= 20, clock.lookups > 0, len(took) >= TERMINALS * 3]
    broken = declined + late > 0
    print(
        json.dumps(
            {
                "verdict": "broken" if broken else "healthy",
                "symptom": "slow" if broken else None,
                "forced": forced,
                "saw": f"{len(took)} requests in {seconds:.0f} s, {declined} declined, {late} late, the slowest after {worst:.1f} s;"
                f" {clock.lookups} lookups, {clock.lookups_in_loop} of them in the loop's own thread",
            }
        )
    )
    return 0 if not broken and all(forced) else 1 if all(forced) else 2


if __name__ == "__main__":
    sys.exit(main())
