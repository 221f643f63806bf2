"""What each partner is owed for the orders that came with their code."""

import sqlite3

import pandas as pd

import tables

NOBODY = "(no partner)"


def attributed(connection: sqlite3.Connection) -> pd.DataFrame:
    """Every order, with its partner if it has one."""
    orders = tables.orders(connection)
    # A code that is there twice would count its orders twice. The partner who
    # had it first keeps it; the other one has to be told.
    everybody = tables.partners(connection).sort_values("id")
    partners = everybody.drop_duplicates("code", keep="first")
    if len(partners) < len(everybody):
        print(f"{len(everybody) - len(partners)} partners have to be told")
    return orders.merge(partners, how="left", on="code")


def report(connection: sqlite3.Connection) -> pd.DataFrame:
    """Orders, their amount and the commission, in pence, by partner."""
    rows = attributed(connection)
    rows["name"] = rows["name"].fillna(NOBODY)
    rows["commission"] = (rows["amount"] * rows["rate"].fillna(0)).round()
    grouped = rows.groupby("name", sort=False)
    return grouped.agg(
        orders=("number", "size"),
        amount=("amount", "sum"),
        commission=("commission", "sum"),
    ).sort_values("amount", ascending=False)
