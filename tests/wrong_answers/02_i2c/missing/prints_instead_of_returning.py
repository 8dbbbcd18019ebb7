# Shown to a person, but of no use to a program.
def missing(expected):
    found = i2c.scan()
    print([address for address in expected if address not in found])
