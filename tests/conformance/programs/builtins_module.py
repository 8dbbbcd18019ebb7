"""builtins: which there are, how they show themselves, input and odd ones."""

import builtins

builtins
sorted(x for x in dir(builtins) if x[0] != "_" and x[0].islower())
sorted(x for x in dir(builtins) if x[0] != "_" and x[0].isupper())
sorted(x for x in dir(builtins) if x[0] == "_")
None, True, False, Ellipsis, NotImplemented
(
    type(None),
    type(True),
    type(...),
    type(NotImplemented),
    type(range(1)),
    type(iter([])),
    type({}.keys()),
)
type(x for x in [])
dir()[:0]
dir(5)[:3]
sorted(dir(True)) == sorted(dir(5))
input
bytes, bytearray, memoryview, frozenset, set, object, property, type, super, slice
slice(1, 2)
[1, 2, 3][slice(1, None)]
slice(1, 2, 3).start
slice(5).indices(3)
id(None) == id(None)
abs(-1.5), abs(True), all("abc"), any("")
bin(0), hex(0), oct(0), bin(True)
chr(65), ord("A"), ord(b"A")
hash("a") == hash("a"), hash(None) == hash(None)
hash(True), hash(0)
bool, int, float, str, list
repr(int), str(list), repr(print), repr(len)
repr("a'b"), repr('a"b'), repr("a'b\"c"), repr("\n\t\r\\\x00\x1b"), repr(b"\n\x00'")
print(repr("é"), "é".__repr__())
repr([None, 1.0, "x", b"y", (1,), {1: 2}, {3}, range(2), int])
list(map(str, [1, None])), list(filter(lambda x: x > 1, [1, 2])), list(enumerate("ab"))
map(str, [])
enumerate([])
zip()
filter(None, [])
range(10), range(1, 2), range(10, 0, -3)
min("b", "a"), min([2, 1]), max({1: 5, 3: 0}), min(-0.0, 0)
sum([]), sum([[1], [2]], [])
sum(["a", "b"], "")
round(1.5), round(0.5), round(1.25, 1), round(-1.5)
reversed((1, 2)), list(reversed(range(3)))
list(reversed({1: 2}))
sorted([2, 1]), sorted("ba"), sorted({"b", "a"})
pow(2, 10), pow(2.0, 0.5) > 1.4
divmod(-1, 3), divmod(5.5, 2)
iter("ab"), next(iter("ab"))
getattr([], "append") is not None, hasattr([], "nosuch")
issubclass(bool, int), isinstance(True, int), isinstance(1, object)
issubclass(int, object), issubclass(int, (str, int))
eval("1 + 1"), eval(" 5"), eval("[x for x in range(2)]")
eval("x = 1")
eval("print('e')")
exec("q = 5")
q
exec("print(q)", {})
exec("print(q)", globals())
globals()["q"]
locals()["q"]
vars
breakpoint
ascii
aiter
format
format(5, "x")
memoryview(b"ab")[0]
complex, complex("1+2j")
delattr
staticmethod, classmethod
frozenset
execfile
open
compile
license
exit
quit()
exit()
_
__debug__
__build_class__
__import__
builtins.mine = 5
mine
del builtins.mine
mine
print = 5
print(1)
del print
print("back")
str = 5
del str
len = lambda x: "mine"
len([])
del len
len([])
