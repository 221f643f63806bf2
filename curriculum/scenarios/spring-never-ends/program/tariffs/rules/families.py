"""From four passengers on, one of them travels free."""


def apply(pence, metres, passengers):
    return pence - 1200 if passengers >= 4 else pence
