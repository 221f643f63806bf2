"""The tables of the shop, as far as commissions need them."""

import sqlite3

import pandas as pd

SCHEMA = """
create table partners (
    id integer primary key,
    name text not null,
    code integer unique,     -- what customers type at the checkout
    rate real not null
);
create table web_orders (
    number integer primary key, day text not null,
    amount integer not null, -- in pence
    code integer
);
create table till_orders (
    number integer primary key, day text not null,
    amount integer not null, -- in pence
    code integer
);
"""


def orders(connection: sqlite3.Connection) -> pd.DataFrame:
    """All orders of the month, from the web and from the tills."""
    return pd.concat([
        pd.read_sql("select number, amount, code from web_orders", connection),
        pd.read_sql("select number, amount, code from till_orders", connection),
    ])


def partners(connection: sqlite3.Connection) -> pd.DataFrame:
    return pd.read_sql("select id, name, code, rate from partners", connection)
