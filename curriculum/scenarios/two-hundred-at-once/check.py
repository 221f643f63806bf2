"""Do many customers at once get their page? `python check.py <program-dir>`.

The bad moment is forced: two hundred requests come in one turn of the loop. Needs SQLAlchemy.
"""

import asyncio
import json
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
sys.dont_write_bytecode = True

import sqlalchemy  # noqa: F401  Without it there is nothing to check.

REQUESTS = 200


async def burst(framework, pages):
    together = (framework.serve(pages.show, number) for number in range(1, REQUESTS + 1))
    return await asyncio.gather(*together, return_exceptions=True)


def main():
    import settings

    with tempfile.TemporaryDirectory() as folder:
        settings.DATABASE = f"sqlite:///{folder}/orders.db"
        import database
        import framework
        import pages

        database.Base.metadata.create_all(database.engine)
        with database.Session() as session:
            session.add_all(database.Order(number=number, customer="c", state="sent") for number in range(1, REQUESTS + 1))
            session.commit()
        begin = time.monotonic()
        answers = asyncio.run(burst(framework, pages))
        took = time.monotonic() - begin
        framework.threads.shutdown()
        database.engine.dispose()
    failed = [answer for answer in answers if isinstance(answer, BaseException)]
    right = sum(isinstance(answer, dict) and answer["state"] == "sent" for answer in answers)
    symptom = "exception" if failed else None if right == REQUESTS else "wrong-value"
    forced = [len(answers) == REQUESTS]
    why = f", the first with {type(failed[0]).__name__}" if failed else ""
    saw = f"{right} of {REQUESTS} pages in {took:.0f} s, {len(failed)} failed{why}"
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": saw}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
