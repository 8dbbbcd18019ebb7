"""Generators, iterators, comprehensions, closures and scope."""


def count(n):
    for i in range(n):
        received = yield i
        if received:
            print("received", received)
    return "end"


g = count(3)
g
next(g), g.send("x"), next(g)
next(g)
next(g)
next(g, "default")
count(1).send(5)
(
    list(count(3)),
    sum(count(4)),
    tuple(count(2)),
    max(count(3)),
    sorted(count(3)),
    list(zip(count(2), count(3))),
)
g = count(3)
g.close()
next(g)
g = count(3)
g.throw(ValueError("thrown"))
g = count(3)
next(g)
g.throw(ValueError, "thrown")
type(g)


def cleaning():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit")
        raise
    finally:
        print("finally")


g = cleaning()
next(g)
g.close()


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
next(g)
g.close()


def outer():
    result = yield from count(2)
    yield result


list(outer())
list((yield_ for yield_ in range(3)))
(x for x in range(3))
sum(x * x for x in range(4))
[x for x in range(5) if x % 2]
{x: y for x, y in zip("ab", range(2))}
x = "outer"
[x for x in range(3)]
x


def raising():
    yield 1
    raise ValueError("in a generator")


list(raising())


def stop():
    yield 1
    raise StopIteration


list(stop())


def recursive():
    yield next(g)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


list(Countdown(3)), 1 in Countdown(3), max(Countdown(3))
a, b, c = Countdown(3)
a, b, c
iter(Countdown(1)) is not None
iter(lambda: 5, 5)
list(iter([1, 2].pop, 1))


class OldStyle:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10


list(OldStyle())


class NotIterator:
    def __iter__(self):
        return 5


for i in NotIterator():
    pass
itself = iter([1])
next(itself)
next(itself)
items = [1, 2, 3]
for item in items:
    items.remove(item)

items
items = {1: 1}
for i in range(3):
    pass
else:
    print("else", i)

for i in range(3):
    break
else:
    print("not here")

while False:
    pass
else:
    print("while else")


def make():
    n = 0

    def up():
        nonlocal n
        n += 1
        return n

    return up


up = make()
up(), up(), make()()
[f() for f in [lambda: i for i in range(3)]]
[f() for f in [lambda i=i: i for i in range(3)]]


def unbound():
    print(later)
    later = 1


unbound()


def global_change():
    global made
    made = 5


global_change()
made


def default(a=[]):
    a.append(1)
    return a


default(), default()


def local_names():
    a = 1
    return "a" in locals(), "local_names" in locals()


local_names()
"made" in globals(), "nosuch" in globals()
del made
made


def annotated(a: int, b: "x" = 5) -> str:
    return a


annotated("not an int")
annotated.__annotations__
if (n := 5) > 3:
    print(n)

print(1 if 0 else 2)
1 if True else 1 / 0
x = y = 5
x, y = y, 6
x, y
x: int = 7
x
lambda x, *a, k=1, **kw: (x, a, k, kw)
(lambda x, *a, k=1, **kw: (x, a, k, kw))(1, 2, k=3, z=4)
pass
...
Ellipsis
NotImplemented
__name__
print(*[1, 2], *(3,), sep="")
[*range(2), *"ab"], {**{"a": 1}, "b": 2}, (*[1],)
