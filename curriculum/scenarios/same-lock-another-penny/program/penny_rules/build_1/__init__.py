"""How amounts in pence are shared out."""


def shares(pence, parts):
    """The shares of equal parts. Nobody gets less than the share that is due."""
    return [pence // parts] * parts
