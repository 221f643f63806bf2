"""The quotes desk: a pool of workers that answer what customers ask."""

import logging
import multiprocessing

import tariffs
import work

log = logging.getLogger("desk")

WORKERS = 3
QUOTES_EACH = 40


class Desk:
    def __init__(self, address):
        self.address = address
        tariffs.connect(address)
        # Nobody wants to hear at nine that the tariffs can't be reached.
        log.info("tariffs are of version %s", tariffs.version())
        context = multiprocessing.get_context("spawn")
        # pyproj grows in long-lived processes, so workers are replaced.
        self.pool = context.Pool(
            WORKERS,
            tariffs.connect,
            (address,),
            maxtasksperchild=QUOTES_EACH,
        )

    def quote_all(self, parcels):
        """A quote or the words of a failure for each parcel, in order."""
        return self.pool.map(work.answer, parcels, chunksize=1)

    def close(self):
        self.pool.close()
        self.pool.join()
