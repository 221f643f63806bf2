"""How amounts in pence are shared out."""


def shares(pence, parts):
    """The shares of equal parts. Nobody gets less than the share that is due."""
    share, left = divmod(pence, parts)
    return [share + (number < left) for number in range(parts)]
