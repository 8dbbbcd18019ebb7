"""@micropython.native: machine code with the semantics of Python."""

import micropython


@micropython.native
def add(a, b):
    return a + b


add
type(add)
add(1, 2), add("a", "b"), add(1.5, 2), add([1], [2])
add(2**29, 2**29), add(2**30, 2**30), add(2**62, 2**62), add(2**100, 1)
add(1, "x")
add(1)
add(1, 2, 3)
add(a=1, b=2)


@micropython.native
def total(n):
    s = 0
    for i in range(n):
        s += i
    return s


total(1000), total(0)
total(40000) > 0


@micropython.native
def divide(a, b):
    try:
        return a // b
    except ZeroDivisionError as error:
        return "caught", error.args


divide(7, 2), divide(7, 0)


@micropython.native
def failing(items):
    return items[10]


failing([])


@micropython.native
def closure(n):
    def inner(m):
        return n * m

    return inner


closure(6)(7)


@micropython.native
def defaults(a, b=2, *c, d=4, **e):
    return a, b, c, d, e


defaults(1)
defaults(1, 5, 6, d=7, e=8)


@micropython.native
def generate(n):
    for i in range(n):
        yield i * i


list(generate(4))


@micropython.native
def with_it(path):
    with open(path, "w") as f:
        f.write("x")
    return open(path).read()


with_it("n.txt")


@micropython.native
def compare(a, b):
    return a < b, a == b, a is b, not a, a and b, a if a else b


compare(1, 2), compare("", "a"), compare(0, 0)


@micropython.native
class Counter:
    pass


exec("@micropython.native\ndef h():\n    global z\n    z = 5\nh()\nprint(z)")
exec("@micropython.nonsense\ndef h():\n    pass")
exec("@native\ndef h():\n    pass")
exec("@micropython.native\ndef h(a: int) -> int:\n    return a\nprint(h('x'))")
exec("@micropython.bytecode\ndef h(a):\n    return a\nprint(h(1))")
exec(
    "@micropython.native\ndef h():\n    while True:\n        break\n    else:\n        return 1\n    return 2\nprint(h())"
)
exec("@micropython.native\nasync def h():\n    return 3\nprint(type(h()))")
exec(
    "@micropython.native\ndef h():\n    return f'{1:03d}', [x for x in range(3)], {'a': 1}, (lambda: 4)()\nprint(h())"
)
exec("@micropython.native\ndef h(n):\n    return 0 if n == 0 else 1 + h(n - 1)\nprint(h(20))")
