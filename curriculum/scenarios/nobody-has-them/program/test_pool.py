"""Tests of the pool: python -m unittest -v test_pool"""

import unittest

from ledger import Ledger
from pool import Pool, PoolEmpty


class PoolTest(unittest.TestCase):
    def setUp(self):
        self.pool = Pool(Ledger(), size=2)

    def test_a_released_connection_is_used_again(self):
        connection = self.pool.lease()
        connection.release()
        self.assertIs(self.pool.lease(), connection)

    def test_no_more_connections_than_the_size(self):
        leased = [self.pool.lease(), self.pool.lease()]
        with self.assertRaises(PoolEmpty):
            self.pool.lease()
        del leased

    def test_a_forgotten_connection_comes_back(self):
        with self.assertLogs("pool", "WARNING"):
            self.pool.lease()
        self.assertEqual(self.pool.status(), "1 made, 1 idle, 0 leased")

    def test_a_connection_that_came_back_can_be_leased(self):
        with self.assertLogs("pool", "WARNING"):
            self.pool.lease()
        connection = self.pool.lease()
        connection.book("A-1", 5.0)
        connection.release()
        self.assertEqual(self.pool.status(), "1 made, 1 idle, 0 leased")


if __name__ == "__main__":
    unittest.main()
