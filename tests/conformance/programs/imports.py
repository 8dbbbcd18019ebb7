"""Modules: finding, reloading, packages, and what comes with the firmware."""

import sys


def put(path, text):
    with open(path, "w" if isinstance(text, str) else "wb") as f:
        return f.write(text)


put("mine.py", "print('loading', __name__)\nvalue = 5\n_private = 6\ndef f():\n    return value\n")
import mine

mine
mine.value, mine.f(), mine.__name__
mine.__file__
sorted(x for x in dir(mine) if x[0] != "_")
mine.nosuch
import mine as other

other is mine
from mine import f, value

from mine import nosuch

from mine import *

_private
del sys.modules["mine"]
import mine

mine.value = 7
mine.f()
put("mine.py", "changed = True\n")
import mine

mine.changed
del sys.modules["mine"]
import mine

mine.changed
put("bad.py", "x = = 1\n")
import bad

put("fails.py", "y = 1\n1 / 0\n")
import fails

"fails" in sys.modules
import fails

put("circle_a.py", "import circle_b\na = 1\n")
put("circle_b.py", "import circle_a\nprint(hasattr(circle_a, 'a'))\nb = 2\n")
import circle_a

import os

os.mkdir("package")
put("package/__init__.py", "from .part import x\nprint('package', __name__)\n")
put("package/part.py", "x = 5\nprint('part', __name__)\n")
import package

package.x, package.part.x
package
package.__path__
from package import part

from package import nosuch

import package.nosuch

import package.part as p

os.mkdir("plain")
put("plain/m.py", "z = 1\n")
import plain.m

plain.m.z
plain
os.mkdir("lib")
put("lib/inlib.py", "w = 1\n")
import inlib

inlib.w, inlib.__file__
from . import x

from .x import y

__import__("mine").changed
__import__("nosuch")
__import__(5)
exec("import mine as z\nprint(z.changed)")
put("dunder.py", "print(__name__)\nif __name__ == '__main__':\n    print('main')\n")
import dunder

execfile("dunder.py")
exec(open("dunder.py").read())


def inside():
    import mine

    return mine.changed


inside()
put("empty.py", "")
import empty

sorted(dir(empty))
put("é.py", "n = 1\n")
put("broken.mpy", b"M\x05\x00\x1f")
import broken

put("broken.mpy", b"nonsense")
import broken

put("broken.mpy", b"")
import broken


def there(name):
    try:
        __import__(name)
        return True
    except ImportError:
        return False


[
    n
    for n in "array asyncio binascii cmath collections deflate errno framebuf gc".split()
    if not there(n)
]
[
    n
    for n in "hashlib heapq io json math micropython neopixel os platform random".split()
    if not there(n)
]
[
    n
    for n in "re select struct sys time uctypes vfs _thread utime uos ujson uio".split()
    if not there(n)
]
[
    n
    for n in "copy datetime enum functools itertools logging os.path string zlib".split()
    if there(n)
]
import network

import bluetooth

import rp2

help
help()
help(5)
help(mine)
put("time.py", "hidden = True\n")
import time

time.hidden
sys.modules["time"]
put("random.py", "mine_now = True\n")
import random

hasattr(random, "mine_now")
put("machine.py", "fake = True\n")
import machine

hasattr(machine, "fake"), hasattr(machine, "Pin")
