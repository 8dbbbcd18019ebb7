# The bus as it was when the cell ran, not as it is now.
FOUND = i2c.scan()


def missing(expected):
    return [address for address in expected if address not in FOUND]
