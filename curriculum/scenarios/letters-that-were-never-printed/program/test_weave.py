"""Tests of the marks: python -m unittest -v test_weave"""

import textwrap
import unittest

from weave import weave


def load(source):
    names = {}
    code = compile(textwrap.dedent(source), "<test>", "exec")
    exec(weave(code, ("team", "test")), names)
    return names


class WeaveTest(unittest.TestCase):
    def test_the_mark_is_there(self):
        f = load("def f(): return 1")["f"]
        self.assertIn(("team", "test"), f.__code__.co_consts)

    def test_loops_and_branches(self):
        f = load("""
            def f(n):
                total = 0
                for i in range(n):
                    if i % 3 == 0 or i % 5 == 0:
                        total += i
                return total
        """)["f"]
        self.assertEqual(f(1000), 233168)

    def test_closures_and_generators(self):
        f = load("""
            def f(n):
                def squares():
                    for i in range(n):
                        yield i * i
                return list(squares())
        """)["f"]
        self.assertEqual(f(4), [0, 1, 4, 9])

    def test_an_exception_comes_out_with_its_line(self):
        f = load("def f():\n    raise KeyError('x')")["f"]
        try:
            f()
        except KeyError as error:
            line = error.__traceback__.tb_next.tb_lineno
        self.assertEqual(line, 2)


if __name__ == "__main__":
    unittest.main()
