"""Is each partner owed for their own orders and no others? `python check.py <program-dir>`.

The bad moment is forced: the month has orders without a code and partners who have none yet. What is right is counted in plain
Python. Needs pandas.
"""

import json
import os
import random
import sqlite3
import sys

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
sys.dont_write_bytecode = True

import pandas  # noqa: F401  Without it there is nothing to check.

CODES = range(2001, 2021)
WAITING = 3


def fill(connection, schema):
    dice = random.Random(3)
    connection.executescript(schema)
    partners = [(number, f"partner {number}", code, 0.05) for number, code in enumerate(CODES, 1)]
    partners += [(100 + number, f"new partner {number}", None, 0.05) for number in range(WAITING)]
    connection.executemany("insert into partners values (?, ?, ?, ?)", partners)
    expected = {name: [0, 0] for _, name, _, _ in partners}
    expected["(no partner)"] = [0, 0]
    owner = {code: name for _, name, code, _ in partners if code is not None}
    for table, first in (("web_orders", 1), ("till_orders", 100_001)):
        for number in range(first, first + 300):
            amount, code = dice.randrange(100, 9000), dice.choice([None, None, *CODES])
            connection.execute(f"insert into {table} values (?, '2024-11-05', ?, ?)", (number, amount, code))
            row = expected["(no partner)" if code is None else owner[code]]
            row[0] += 1
            row[1] += amount
    return expected


def main():
    import commission
    import tables

    connection = sqlite3.connect(":memory:")
    expected = fill(connection, tables.SCHEMA)
    forced = [expected["(no partner)"][0] > 10, WAITING > 1]
    symptom, saw = None, ""
    try:
        result = commission.report(connection)
    except Exception as error:
        symptom, saw = "exception", f"the report ends with {type(error).__name__}: {str(error)[:80]}"
    else:
        found = {name: [int(row.orders), int(row.amount)] for name, row in result.iterrows()}
        wrong = [name for name, row in expected.items() if found.get(name, [0, 0]) != row]
        symptom = "wrong-value" if wrong else None
        sums = [sum(row[0] for row in rows.values()) for rows in (expected, found)]
        saw = f"{sums[0]} orders in the month, {sums[1]} in the report; {len(wrong)} of {len(expected)} rows are wrong"
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": saw}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
