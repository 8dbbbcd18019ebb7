"""Calling functions: arguments that fit and that do not, in Python and in C."""


def none():
    return "none"


def two(a, b):
    return a, b


def optional(a, b=2):
    return a, b


def keyword(a, *, k):
    return a, k


def keyword_default(a, *, k=3):
    return a, k


def rest(a, *b, **c):
    return a, b, c


none(1)
none(x=1)
two(1)
two()
two(1, 2, 3)
two(1, a=2)
two(1, c=2)
two(1, b=2)
two(a=1)
two(b=1, a=2)
two(*[1, 2])
two(*[1])
two(**{"a": 1, "b": 2})
two(**{"a": 1, "c": 2})
two(*5)
two(**5)
two(1, **{"b": 3})
optional()
optional(1)
optional(1, 5)
optional(1, 2, 3)
optional(b=3)
optional(1, c=3)
keyword(1)
keyword(1, 2)
keyword(1, k=5)
keyword_default(1), keyword_default(1, k=4)
keyword_default(1, 2)
rest()
rest(1), rest(1, 2, 3), rest(1, x=2), rest(1, 2, b=3)
rest(1, a=3)
rest(*range(3), **{"x": 1}, y=2)
(lambda: 0)(1)
(lambda x: x)()
(lambda *x: x)(1, 2)


class Thing:
    def method(self, a):
        return a

    @staticmethod
    def static(a):
        return a

    @classmethod
    def cls(cls, a):
        return cls.__name__, a


Thing().method()
Thing().method(1, 2)
Thing().method(a=1)
Thing.method(1)
Thing.static(), 1
Thing.static(1), Thing().static(2)
Thing.cls(1), Thing().cls(2)
Thing(1)
Thing(x=1)


class WithInit:
    def __init__(self, a):
        self.a = a


WithInit()
WithInit(1, 2)
WithInit(1).a, WithInit(a=2).a


class BadInit:
    def __init__(self):
        return 5


BadInit()
len(obj=[])
abs(x=1)
print(1, sep="", end="!\n")
print(1, 2, sep="-")
print(1, flush=True)
print(1, nonsense=2)
sorted([2, 1], reverse=True)
sorted([2, 1], True)
sorted()
int(x="5")
int("11", base=2)
int("1", 2, 3)
str(object=5)
range(stop=5)
[].append()
[].append(1, 2)
[].append(x=1)
"a".split(sep="b")
"a,b,c".split(",", maxsplit=1)
"abc".replace("a", "b", count=1)
"a".upper(1)
{}.get()
{}.get(1, 2, 3)
{}.update(1)
{}.update([(1, 2)], a=3)
dict(a=1, **{"b": 2})
max(1, 2, key=lambda x: -x)
max([1, 2], key=5)
max([], default=7)
min([3, 1, 2], key=None)
sum([1, 2], 10)
sum([1, 2], start=10)
enumerate([5], 3)
list(enumerate([5], start=3))
list(zip([1, 2], "ab")), list(zip()), list(zip([1], [2, 3]))
list(zip([1], [2], strict=True))
list(map(lambda a, b: a + b, [1, 2], [3, 4]))
map(None)
list(filter(None, [0, 1, "", "a"]))
isinstance(1, (int, str)), isinstance("a", int)
isinstance(1)
hasattr(1)
getattr(1, "x")
getattr(1, "x", 5)
setattr(1, "x", 5)
getattr(1, 5)
round(1.5, 1, 2)
pow(2, 3, 5), pow(2, 3)
pow(2)
divmod(7, 2), divmod(-7, 2), divmod(7.5, 2)
callable(print), callable(5), callable(Thing), callable(Thing())
eval("a + 1", {"a": 5}), eval("a + b", {"a": 1}, {"b": 2})
exec("print(a)", {"a": 5})
eval("zzz", {})
exec(5)
exec(compile("print('c')", "name", "exec"))
compile("1 +", "name.py", "exec")
eval(compile("1 + 1", "name", "eval"))
compile("1", "n", "nonsense")
two.__name__
two.__doc__
two.__globals__["two"] is two
two.x = 5
none
two
lambda: 0
Thing.method
Thing().method
print
[].append
Thing
