"""From the agents' connections through a bounded queue to the store."""

import asyncio
import json

DEPTH = 500
WRITERS = 4


class Pipeline:
    """Events wait in the queue until a writer takes them. The bound of the queue is what memory was planned with."""

    def __init__(self, store):
        self._store = store
        self.queue = asyncio.Queue(DEPTH)
        self.dropped = 0
        self.written = 0
        self.wait = 0.0

    def start(self):
        """Starts the writers."""
        self._writers = [asyncio.create_task(self._write(), name=f"writer-{n}") for n in range(WRITERS)]

    def accept(self, line):
        """Takes an event from code that cannot wait. If the queue is full, the event is dropped and counted."""
        event = json.loads(line)
        event["queued"] = asyncio.get_running_loop().time()
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            self.dropped += 1

    async def put(self, event):
        """Comes back when the event stands in the queue."""
        await self.queue.put(event)
        event["queued"] = asyncio.get_running_loop().time()

    async def _write(self):
        connection = await self._store.connect()
        while True:
            event = await self.queue.get()
            self.wait = asyncio.get_running_loop().time() - event.pop("queued")
            await connection.write(event)
            self.written += 1
