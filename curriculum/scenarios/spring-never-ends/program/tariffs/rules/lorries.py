"""Lorries pay a tenth more, for the ramp."""


def apply(pence, metres, passengers):
    return pence * 11 // 10 if metres > 9 else pence
