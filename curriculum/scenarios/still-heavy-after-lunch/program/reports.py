"""What traders read: a table of text for each park."""

import model

TURBINES = 60


def report(park):
    """A line for each hour: the wind at each of the turbines."""
    hours = model.forecast(park)
    lines = [f"park {park}, {len(hours)} hours"]
    for at, speeds in enumerate(hours):
        step = len(speeds) // TURBINES
        row = " ".join(f"{one:5.1f}" for one in speeds[::step])
        lines.append(f"{at:02d} {row}")
    return "\n".join(lines)
