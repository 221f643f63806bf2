"""Do the tests go red when transfers pay twice, and only then? `python check.py <program-dir>`.

The bad moment is forced: the module is replaced by the one of the night in question, which makes a new key for its second try.
"""

import contextlib
import importlib
import io
import json
import os
import sys
import warnings

sys.path.insert(0, os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "program"))
sys.dont_write_bytecode = True


async def pays_twice(bank, supplier, amount):
    import transfers

    try:
        return await bank.pay(transfers.next_key(), supplier, amount)
    except TimeoutError:
        return await bank.pay(transfers.next_key(), supplier, amount)


async def pays_nobody(bank, supplier, amount):
    return {"key": "t-00000", "paid": amount}


def run(replacement=None):
    """Whether the tests are green, how many ran, and how many times were noted."""
    for name in ("run_tests", "test_transfers", "testing", "transfers"):
        sys.modules.pop(name, None)
    import transfers

    if replacement is not None:
        transfers.transfer = replacement
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output), warnings.catch_warnings():
        code = importlib.import_module("run_tests").main()
    text = output.getvalue()
    return code == 0, text.count(" ... "), text.count(" ms  ")


def main():
    green, count, timed = run()
    outcomes = {"pays twice": run(pays_twice), "pays nobody": run(pays_nobody)}
    unseen = [name for name, (is_green, _, _) in outcomes.items() if is_green]
    forced = [count >= 5, all(one[1] == count for one in outcomes.values())]
    if not green:
        symptom = "exception"
    elif unseen or timed < 5:
        symptom = "wrong-value"
    else:
        symptom = None
    said = "green" if green else "red"
    saw = f"{count} tests, {timed} timed; {said} on what is right, green on {len(unseen)} of 2 faults"
    print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": forced, "saw": saw}))
    return 2 if not all(forced) else 1 if symptom else 0


if __name__ == "__main__":
    sys.exit(main())
