# What is there and not expected, instead of what is expected and not there.
def missing(expected):
    return [address for address in i2c.scan() if address not in expected]
