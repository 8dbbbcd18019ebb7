# A set has no order; sorted, it has another one.
def missing(expected):
    return sorted(set(expected) - set(i2c.scan()))
