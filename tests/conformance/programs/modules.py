"""Modules beside the hardware: cmath, cryptolib, _thread, platform, rp2 and time's relatives."""

import cmath

cmath.phase(-1) > 3.1, cmath.polar(1)
cmath.sqrt(-1)
sorted(x for x in dir(cmath) if x[0] != "_")
import _thread

sorted(x for x in dir(_thread) if x[0] != "_")
lock = _thread.allocate_lock()
lock.acquire(), lock.locked(), lock.acquire(False), lock.release(), lock.locked()
lock.release()
with lock:
    print(lock.locked())

type(_thread.get_ident())
_thread.start_new_thread(print)
_thread.start_new_thread(print, 5)
_thread.stack_size()
import platform

platform.platform()[:11]
import time

sorted(x for x in dir(time) if x[0] != "_")
import neopixel
import math, os as o

o.sep
