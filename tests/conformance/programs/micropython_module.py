"""micropython: const, opt_level, schedule, heap_lock, kbd_intr, stack_use, mem_info, RingIO."""

import micropython

micropython
sorted(x for x in dir(micropython) if x[0] != "_")
micropython.const(5), micropython.const("x"), micropython.const(None)
micropython.const()
micropython.opt_level()
micropython.opt_level(2)
micropython.opt_level()
assert False, "asserts are left out"
__debug__
micropython.opt_level(0)
assert False, "asserts are back"
__debug__
micropython.opt_level(-1)
micropython.opt_level(0)
micropython.opt_level("x")
type(micropython.stack_use()), micropython.stack_use() > 0
micropython.stack_use() < 8192


def deeper():
    return micropython.stack_use()


deeper() > micropython.stack_use()
micropython.kbd_intr(-1)
micropython.kbd_intr(3)
micropython.kbd_intr()
micropython.kbd_intr("x")
micropython.alloc_emergency_exception_buf(100)
micropython.alloc_emergency_exception_buf(0)
micropython.alloc_emergency_exception_buf(-1)


def locked(make):
    micropython.heap_lock()
    try:
        return make()
    except MemoryError as error:
        return error.args
    finally:
        micropython.heap_unlock()


def add():
    x = 1
    for i in range(5):
        x += i
    return x


def make_list():
    return [1]


def make_bytes():
    return bytearray(100)


def make_float():
    return 1.5 + add()


def make_large():
    return (1 << 28) * 4


locked(add)
locked(make_list)
locked(make_bytes)
locked(make_float)
locked(make_large)


def lock_count():
    return (
        micropython.heap_lock(),
        micropython.heap_lock(),
        micropython.heap_unlock(),
        micropython.heap_unlock(),
    )


lock_count()
log = []
micropython.schedule(log.append, 1)
log
micropython.schedule(log.append)
micropython.schedule(5, 1)
micropython.schedule(None, 1)


def order():
    log.clear()
    micropython.schedule(log.append, "first")
    micropython.schedule(log.append, "second")
    log.append("end")
    return len(log) > 0


order()
log


def again(n):
    log.append(n)
    if n < 5:
        micropython.schedule(again, n + 1)


log.clear()
again(0)
len(log) > 2, log[:2]


def raises(n):
    raise ValueError("in a callback", n)


micropython.schedule(raises, 1)
"still alive"


def fill_queue(n):
    try:
        for i in range(20):
            micropython.schedule(log.append, i)
    except RuntimeError as error:
        log.append(error.args)


log.clear()
micropython.schedule(fill_queue, 0)
log[0]
micropython.mem_info
micropython.qstr_info
micropython.mem_current
micropython.mem_peak
ring = micropython.RingIO(8)
ring
ring.any()
ring.write(b"abc")
ring.any()
ring.read(2)
ring.read()
ring.read()
ring.write(b"0123456789")
ring.read()
micropython.RingIO(0)
micropython.RingIO("x")
micropython.RingIO(bytearray(4)).write(b"abcdef")
micropython.RingIO(1)
