# Each removal makes the loop skip the next address.
def missing(expected):
    for address in expected:
        if address in i2c.scan():
            expected.remove(address)
    return expected
