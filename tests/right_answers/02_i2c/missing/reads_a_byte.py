# Some bus probes read instead of writing nothing.
def answers(address):
    try:
        i2c.readfrom(address, 1)
    except OSError:
        return False
    return True


def missing(expected):
    return [address for address in expected if not answers(address)]
