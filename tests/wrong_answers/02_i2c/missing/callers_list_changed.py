# Takes what answers out of the caller's own list.
def missing(expected):
    for a in i2c.scan():
        if a in expected:
            expected.remove(a)
    return expected
