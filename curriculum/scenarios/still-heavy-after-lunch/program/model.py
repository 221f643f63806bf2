"""How the wind blows through a park, an hour at a time."""

import numpy as np

HOURS = 48


def hour(park, at):
    """Speeds over the park's grid, in metres a second."""
    points = 50_000 + 2_000 * (park % 17)
    speeds = np.arange(points, dtype=float)
    speeds *= (at % 7 - 3) / points
    speeds += 8.0
    return speeds


def forecast(park):
    """All hours of a park, for whoever wants to sum them up."""
    return [hour(park, at) for at in range(HOURS)]
