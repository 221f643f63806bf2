"""Serves pages. A page is a plain function, and gets a session."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import settings
from database import Session

threads = ThreadPoolExecutor(settings.THREADS, thread_name_prefix="page")


async def in_thread(function, *arguments):
    """Runs what may block where it holds up nobody."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(threads, function, *arguments)


async def serve(page, *arguments):
    """What the page returns. Its session is closed, whatever happens."""
    return await in_thread(with_session, page, arguments)


def with_session(page, arguments):
    with Session() as session:
        return page(session, *arguments)
