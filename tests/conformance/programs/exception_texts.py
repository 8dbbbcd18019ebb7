"""The texts of the errors that beginners make."""

undefined
undefined()
print(undefinde)
"a" + 1
1 + "a"
"a" - "b"
"a" * "b"
"a" * 1.5
[] + ()
-"a"
~1.5
None + 1
1 < "a"
[1] < 2
"abc"[5]
"abc"[1.0]
"abc"["a"]
[1, 2][2]
[1, 2]["a"]
(1, 2)[5]
(1,)[0] = 1
"abc"[0] = "x"
b"abc"[0] = 1
{}["key"]
{}[5]
{}[[]]
{[]: 1}
{1, 2}[0]
None[0]
5[0]
5()
None()
"abc"()
print.x
"abc".foo
[].push(1)
{}.has_key
None.value
(5).x
(5).x = 1
print.x = 1
int("x")
int("")
int("1.5")
int("12", 1)
int([])
int(None)
int("0x1f")
int("0x1f", 0)
float("x")
float("")
float(None)
str(1, 2, 3, 4)
len(5)
len()
len(1, 2)
abs("x")
sum("abc")
sum(5)
min()
max([])
min(1)
sorted(5)
sorted([1, "a"])
sorted([3, 1], lambda x: x)
range("a")
range()
range(1, 2, 0)
range(1.5)
list(5)
tuple(5)
dict(5)
dict([1])
set(5)
bytes(-1)
bytes("text")
bytes([256])
bytearray("x")
chr(-1)
chr("a")
ord("ab")
ord(5)
hex(1.5)
bin("a")
round("x")
pow(2, -1, 5)
divmod(1, 0)
1 / 0
1 % 0
1.5 // 0
0**-1
next(iter([]))
next([])
iter(5)
for i in 5:
    pass
a, b = 1, 2, 3
a, b = [1]
a, b = 5
a, *b = []
isinstance(1, 5)
issubclass(1, int)
"%d" % "a"
"%d %d" % (1,)
"%d" % (1, 2)
"%q" % 1
"%" % 1
"{}".format()
"{a}".format(b=1)
"{1}".format(0)
"{} {0}".format(1)
"{:d}".format("x")
"{:q}".format(1)
"{".format(1)
"}".format(1)
"{!x}".format(1)
"abc".join([1])
"abc".join(5)
"abc".split("")
"abc".index("z")
"abc".replace("a")
"a".encode("nonsense")
b"\xff".decode()
b"a" + "b"
"a" in 5
1 in "abc"
"a" in b"abc"
[].pop()
[1].pop(5)
[1].remove(2)
[1].index(2)
[].insert(1)
{}.pop("x")
{}.popitem()
set().pop()
set().remove(1)
del undefined_too
import nosuch
from os import nosuch
import os.path
from nosuch import x

open()
eval("1 +")
eval("1 1")
eval("")
exec("x = = 1")
exec("if True:\nx = 1")
exec("  x = 1")
exec("x = 1\n  y = 2")
exec("print 'a'")
exec("print('a'")
exec("'abc")
exec("'''abc")
exec("return 1")
exec("break")
exec("continue")
exec("yield 1")
exec("await x")
exec("def f(a, a): pass")
exec("def f(a=1, b): pass")
exec("f(a=1, 2)")
exec("1 = x")
exec("f() = 1")
exec("None = 1")
exec("x + 1 = 2")
exec("def f():\n    nonlocal x")
exec("def f():\n    x = 1\n    global x")
exec("del 5")
exec("import")
exec("class A\n    pass")
exec("else:\n    pass")
exec("if x = 1: pass")
exec("a = 0777")
exec("a = 1_000\nprint(a)")
exec("a = 5x")
exec("$")
exec("a = \u20ac")
exec("\tx = 1")
exec("if 1:\n\tx = 1\n        y = 2")
exec("async x")
exec("lambda: (yield)")
exec("*a, *b = 1, 2")
exec("a: int = 5\nprint(a)")
exec("match = 5\nprint(match)")
exec("match 5:\n    case 5: pass")
exec("f'{'")
exec("f'{}'")
exec("f'{1 +}'")
exec("f'{1!r:>5}'")
exec("print(f'{1=}')")
exec("@5\ndef f(): pass")
exec("with open('x') as f, open('y') as g: pass")
exec("x = (1\n")
exec("x = 1;;")
exec("def f(:")
exec("0b12")
exec("'\\xZZ'")
exec("from x import *\n")
exec("def f(*, a): return a\nf(1)")
exec("(a := 5) + 1\nprint(a)")
