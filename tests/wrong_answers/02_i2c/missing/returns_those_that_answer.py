# The question the wrong way round.
def missing(expected):
    found = i2c.scan()
    return [address for address in expected if address in found]
