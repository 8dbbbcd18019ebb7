# Strikes out who answers, from a copy of the list.
def missing(expected):
    rest = list(expected)
    for a in i2c.scan():
        while a in rest:
            rest.remove(a)
    return rest
