"""@micropython.viper: machine words, pointers, and what overflows."""

import micropython


@micropython.viper
def add(a: int, b: int) -> int:
    return a + b


add
add(1, 2), add(-5, 3)
add(2**30, 2**30 - 1)
add(2**31 - 1, 1)
add(2**31, 0)
add(2**32, 5)
add(2**40, 1)
add(-(2**31), -1)
add(1.5, 1)
add("a", 1)
add(None, 1)
add(True, True)
add(1)
add(1, 2, 3)
add(a=1, b=2)


@micropython.viper
def multiply(a: int, b: int) -> int:
    return a * b


multiply(65535, 32768)
multiply(65536, 32768)
multiply(65536, 65536)
multiply(123456, 654321)


@micropython.viper
def unsigned(a: uint, b: uint) -> uint:
    return a + b


unsigned(2**31, 1)
unsigned(2**32 - 1, 1)
unsigned(-1, 0)
unsigned(0, -1) == 2**32 - 1


@micropython.viper
def minus(a: uint, b: uint) -> uint:
    return a - b


minus(3, 5)


@micropython.viper
def shifts(a: int, n: int) -> int:
    return (a << n) + (a >> n)


shifts(1, 4), shifts(-16, 2)
shifts(1, 31)
shifts(1, 30)
shifts(3, 32)
shifts(1, 33)


@micropython.viper
def shift_unsigned(a: uint, n: int) -> uint:
    return a >> n


shift_unsigned(2**31, 4), shift_unsigned(-1, 28)


@micropython.viper
def logic(a: int, b: int) -> int:
    return (a & b) | (a ^ b)


logic(12, 10), logic(-1, 5)


@micropython.viper
def invert(a: int) -> int:
    return -a


invert(5), invert(-5)
exec("@micropython.viper\ndef h(a: int) -> int:\n    return ~a\nprint(h(5))")
exec("@micropython.viper\ndef h(a: int, b: int) -> int:\n    return a // b\nprint(h(7, 2))")
exec("@micropython.viper\ndef h(a: int, b: int) -> int:\n    return a % b\nprint(h(7, 2))")
exec("@micropython.viper\ndef h(a: int, b: int) -> int:\n    return a ** b\nprint(h(2, 3))")
exec("@micropython.viper\ndef h(a: int) -> int:\n    return a / 2\nprint(h(2))")


@micropython.viper
def compare(a: int, b: int) -> bool:
    return a < b


compare(1, 2), compare(-1, 1), compare(2, 1)


@micropython.viper
def compare_unsigned(a: uint, b: uint) -> bool:
    return a < b


compare_unsigned(-1, 1), compare_unsigned(1, 2)


@micropython.viper
def sum8(data: ptr8, n: int) -> int:
    s = 0
    for i in range(n):
        s += data[i]
    return s


sum8(b"\x01\x02\xff", 3)
sum8(bytearray(range(256)), 256)
sum8("text", 1)
sum8([1, 2], 0)
sum8(5, 0)


@micropython.viper
def fill16(data: ptr16, n: int, value: int):
    for i in range(n):
        data[i] = value


buffer = bytearray(8)
fill16(buffer, 3, 0x1234)
buffer
fill16(buffer, 1, -1)
fill16(buffer, 1, 0x12345)
buffer


@micropython.viper
def fill32(data: ptr32, n: int, value: int):
    for i in range(n):
        data[i] = value + i


buffer = bytearray(12)
fill32(buffer, 3, 0x01020304)
buffer


@micropython.viper
def read32(data: ptr32) -> int:
    return data[0]


read32(b"\xff\xff\xff\xff")
read32(b"\x00\x00\x00\x80")


@micropython.viper
def read32_unsigned(data: ptr32) -> uint:
    return uint(data[0])


read32_unsigned(b"\xff\xff\xff\xff")


@micropython.viper
def read_both(data: ptr8) -> int:
    return ptr16(data)[1]


read_both(b"\x01\x02\x03\x04")


@micropython.viper
def casts(x) -> int:
    return int(x) + 1


casts(5)
casts("x")


@micropython.viper
def objects(x, y):
    return x + y, len(x)


objects("a", "b")
objects([1], [2])


@micropython.viper
def as_object(n: int):
    return n


as_object(5), as_object(2**31 - 1), as_object(-(2**31))
as_object(2**31)


@micropython.viper
def nothing(n: int):
    pass


nothing(1)


@micropython.viper
def loop(n: int) -> int:
    i = 0
    s = 0
    while i < n:
        s += i
        i += 1
    return s


loop(1000)
loop(70000)


@micropython.viper
def truth(a: bool) -> int:
    return 5 if a else 6


truth(True), truth(0), truth("x")


@micropython.viper
def index(items, i: int):
    return items[i]


index([1, 2, 3], 1)
index([1], 5)
exec("@micropython.viper\ndef h(a: str) -> int:\n    return 1")
exec("@micropython.viper\ndef h(a: int):\n    a = 'x'")
exec("@micropython.viper\ndef h():\n    return x_unknown\nh()")
exec("@micropython.viper\ndef h():\n    x = 1\n    x = 'a'")
exec("@micropython.viper\ndef h(a=5):\n    return a\nprint(h())")
exec("@micropython.viper\ndef h(*a):\n    return a\nprint(h(1, 2))")
exec(
    "@micropython.viper\ndef h(a: int, b: int, c: int, d: int, e: int) -> int:\n    return e\nprint(h(1, 2, 3, 4, 5))"
)
exec("@micropython.viper\ndef h():\n    yield 1\nprint(list(h()))")
exec("@micropython.viper\ndef h():\n    a = 5\n    del a\n    return a")
exec("@micropython.viper\ndef h(a: ptr8):\n    a[0] = 'x'")
exec("@micropython.viper\ndef h() -> int:\n    return y_used_first\n    y_used_first = 1\nh()")
exec("@micropython.viper\ndef h(a: int) -> int:\n    a += 1.5\n    return a")
exec("@micropython.viper\ndef h(a: int, b: object):\n    return a + b\nh(1, 2)")
exec("@micropython.viper\ndef h(a: int):\n    def g():\n        return a\n    return g")
