"""Serves pages. A page is a plain function, and gets a session."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import settings
from database import Session

threads = ThreadPoolExecutor(settings.THREADS, thread_name_prefix="page")
closers = ThreadPoolExecutor(4, thread_name_prefix="close")


async def in_thread(function, *arguments):
    """Runs what may block where it holds up nobody."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(threads, function, *arguments)


async def serve(page, *arguments):
    """What the page returns. Its session is closed, whatever happens."""
    session = Session()
    try:
        return await in_thread(page, session, *arguments)
    finally:
        # Closing may roll back, and that talks to the database.
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(closers, session.close)
