"""Pays out one month and looks where it grew. `python capture.py <program-dir> <evidence-dir>`. Needs pandas."""

import random
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
sys.dont_write_bytecode = True
from terminal import Terminal

try:
    import pandas  # noqa: F401
except ImportError:
    sys.exit("pandas is not installed: nothing was captured")

NAMES = "Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ivy Juniper Karri Larch Maple Nutmeg Oak Pine Quince Rowan Spruce Teak".split()
KINDS = "Books Bikes Radio Tours Garden Studio Letters Kitchen Music".split()
WAITING = ("Harbour Coffee", "Two Rivers Yoga", "Lamp & Loom", "Pixel Parents", "The Slow Bakery", "Northline", "Studio Vega",
           "Old Mill Cheese", "Wild Swimming Weekly", "Paper Owls", "Kite & Co")


def fill(path, waiting):
    sys.path.insert(0, str(terminal.folder))
    import tables

    dice = random.Random(11)
    connection = sqlite3.connect(path)
    connection.executescript(tables.SCHEMA)
    names = [f"{tree} {kind}" for tree in NAMES for kind in KINDS][:177]
    codes = dice.sample(range(100_000, 1_000_000), len(names))
    for number, (name, code) in enumerate(zip(names, codes), 1):
        connection.execute("insert into partners values (?, ?, ?, ?)", (number, name, code, dice.choice((0.04, 0.05, 0.06))))
    for number, name in enumerate(WAITING[:waiting], 1 + len(names)):
        connection.execute("insert into partners values (?, ?, null, 0.05)", (number, name))
    for table, first, count, share in (("web_orders", 1, 14_000, 0.55), ("till_orders", 500_001, 6_000, 0.04)):
        for number in range(first, first + count):
            code = dice.choice(codes) if dice.random() < share else None
            row = (number, f"2024-11-{dice.randrange(1, 31):02}", dice.randrange(300, 9000), code)
            connection.execute(f"insert into {table} values (?, ?, ?, ?)", row)
    connection.commit()
    connection.close()


SETUP = """
import sqlite3, warnings
import pandas as pd
import commission, tables
pd.set_option("display.width", 76)
connection = sqlite3.connect("november.db")
"""


def look():
    terminal.write("report.txt", terminal.type("python3 monthly.py november.db"))
    terminal.write("last-month.txt", terminal.type("python3 monthly.py october.db | sed -n '1,6p;$p'"))
    terminal.write("sql.txt", terminal.type(
        "python3 - <<'EOF'\nimport sqlite3\nrun = sqlite3.connect('november.db').execute\nall_orders = '''(select number, amount, code from web_orders union all\n"
        "                 select number, amount, code from till_orders)'''\n"
        "print(run('select count(*), sum(amount) / 100.0 '\n          f'from {all_orders}').fetchone())\n"
        "print(run(f'select count(*), sum(amount) / 100.0 from {all_orders} '\n          'left join partners using (code)').fetchone())\nEOF"))
    terminal.write("unique.txt", terminal.type(
        "python3 - <<'EOF'\nimport sqlite3\nrun = sqlite3.connect('november.db').execute\n"
        "print(run('pragma index_list(partners)').fetchall())\n"
        "print(run('select count(*), count(code), count(distinct code) '\n          'from partners').fetchone())\n"
        "print(run('select min(code), max(code) from partners').fetchone())\nEOF"))
    terminal.write("shapes.txt", terminal.console(
        "orders, partners = tables.orders(connection), tables.partners(connection)",
        "rows = commission.attributed(connection)",
        "orders.shape, partners.shape, rows.shape",
        "orders['number'].is_unique, orders.index.is_unique",
        "rows['number'].value_counts().value_counts().to_dict()",
        "orders['code'].isna().sum(), orders['code'].notna().sum()",
        "pd.__version__",
        setup=SETUP,
    ))
    terminal.write("one-order.txt", terminal.console(
        "rows = commission.attributed(connection)",
        "rows[rows['number'] == 500007][['number', 'amount', 'name', 'rate']]",
        "rows[rows['number'] == 14][['number', 'amount', 'name', 'rate']]",
        setup=SETUP,
    ))
    terminal.write("dtypes.txt", terminal.console(
        "orders, partners = tables.orders(connection), tables.partners(connection)",
        "orders['code'].dtype, partners['code'].dtype",
        "orders['code'].max(), float(2 ** 53)",
        "(orders['code'].dropna() % 1 != 0).sum()",
        "partners[partners['code'].isna()].head(3)",
        "float('nan') == float('nan')",
        setup=SETUP,
    ))
    terminal.write("concat.txt", terminal.console(
        "web = pd.read_sql('select number from web_orders', connection)",
        "till = pd.read_sql('select number from till_orders', connection)",
        "len(web), len(till), len(tables.orders(connection))",
        "len(set(web['number']) & set(till['number']))",
        "a = commission.attributed(connection)",
        "orders = tables.orders(connection).reset_index(drop=True)",
        "b = orders.merge(tables.partners(connection), how='left', on='code')",
        "len(a), len(b), a.index.is_unique",
        setup=SETUP,
    ))
    terminal.write("factorize.txt", terminal.type(
        "python3 - <<'EOF'\nimport inspect\nfrom pandas.core.reshape import merge\nsource = inspect.getsource(merge._factorize_keys)\n"
        "print(source[source.index('    # NA group'):])\nEOF"))
    rows = ["partners without a code   rows after the merge   amount in the report"]
    for waiting in (0, 1, 2, 5, 11):
        fill(terminal.folder / f"replay-{waiting}.db", waiting)
        out = terminal.run(
            f"python3 -c \"import sqlite3, commission\nc = sqlite3.connect('replay-{waiting}.db')\n"
            "r = commission.attributed(c)\nprint(len(r), '%.2f' % (r.amount.sum() / 100))\"").split()
        rows.append(f"{waiting:23d}   {out[0]:>20}   {out[1]:>20}")
    terminal.write("replays.txt", "The orders of November, and so many of the new partners\n\n" + "\n".join(rows))


terminal = Terminal(sys.argv[1], sys.argv[2])
try:
    fill(terminal.folder / "november.db", len(WAITING))
    fill(terminal.folder / "october.db", 0)
    look()
finally:
    terminal.close()
