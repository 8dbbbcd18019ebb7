"""gc: how much heap there is, what a collection gives back, the threshold."""

import gc

gc
sorted(x for x in dir(gc) if x[0] != "_")
gc.collect() is None
type(gc.mem_free()), type(gc.mem_alloc())
gc.mem_free() > 150000
gc.mem_free() < 250000
gc.mem_alloc() < 30000
gc.isenabled()
gc.disable()
gc.isenabled()
gc.enable()
gc.isenabled()
gc.threshold()
gc.threshold(4096)
gc.threshold()
gc.threshold(-1)
gc.threshold()
gc.threshold("x")
gc.threshold(-5), gc.threshold()
gc.mem_free(1)
gc.collect(1)


def taken(make):
    gc.collect()
    before = gc.mem_alloc()
    thing = make()
    return gc.mem_alloc() - before


nothing = taken(lambda: None)
taken(lambda: 1) - nothing
taken(lambda: 1.5) - nothing
taken(lambda: 2**29) - nothing
taken(lambda: 2**30) - nothing
taken(lambda: 2**40) - nothing
taken(lambda: bytes(100)) - nothing
taken(lambda: bytearray(1000)) - nothing
taken(lambda: [0] * 100) - nothing
taken(lambda: "x" * 50) - nothing
taken(lambda: {}) - nothing
taken(lambda: []) - nothing
taken(lambda: object()) - nothing
taken(lambda: (1, 2, 3)) - nothing
taken(lambda: range(10)) - nothing


def given_back():
    gc.collect()
    before = gc.mem_free()
    big = bytearray(50000)
    held = before - gc.mem_free()
    big = None
    gc.collect()
    return held >= 50000, abs(gc.mem_free() - before) < 500


given_back()


def never_full():
    gc.collect()
    for i in range(55):
        x = bytearray(5000)
    return len(x)


never_full()
log = []


class Gone:
    def __del__(self):
        log.append("gone")


def leave():
    Gone()


leave()
x = [bytearray(100) for i in range(20)] and gc.collect()
log
import ugc
