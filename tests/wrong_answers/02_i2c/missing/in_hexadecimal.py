# A text that looks like the address is not the address.
def missing(expected):
    found = i2c.scan()
    return [hex(address) for address in expected if address not in found]
