# Returns from inside the loop.
def missing(expected):
    found = i2c.scan()
    for address in expected:
        if address not in found:
            return [address]
    return []
