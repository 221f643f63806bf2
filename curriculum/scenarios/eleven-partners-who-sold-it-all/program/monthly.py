"""Prints the commissions of a month: python monthly.py <database>"""

import sqlite3
import sys

import pandas as pd

import commission

if __name__ == "__main__":
    pd.set_option("display.width", 70)
    connection = sqlite3.connect(sys.argv[1])
    result = commission.report(connection)
    print(result.head(14).to_string())
    print(f"\n{len(result)} rows, {result['orders'].sum()} orders,"
          f" {result['amount'].sum() / 100:.2f} in all,"
          f" {result['commission'].sum() / 100:.2f} commission")
