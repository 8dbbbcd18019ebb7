# Without a scan: a chip that does not acknowledge is not there.
def missing(expected):
    gone = []
    for address in expected:
        try:
            i2c.writeto(address, b"")
        except OSError:
            gone.append(address)
    return gone
