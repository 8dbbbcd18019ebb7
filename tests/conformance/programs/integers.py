"""Integers: small and large, division, shifts, conversions, and texts."""

2**29, 2**30, 2**31, 2**32
-(2**30), -(2**31)
2**62, 2**63, 2**64
2**100
2**30 - 1 is 2**30 - 1
2**1000 == 2**999 * 2
(2**64 - 1) & 0xFFFFFFFF
-1 & 0xFFFFFFFF
-1 >> 100, 1 << 40
1 << -1
1 >> -1
-7 // 2, -7 % 2, 7 // -2, 7 % -2
(2**40) // 3, (2**40) % 7, -(2**40) // 3
divmod(2**70, 12345)
7 / 2, 6 / 2, -7 / 2
2**-1
2**0.5 > 1.41
0**0
int("123"), int("-0b101", 2), int("ff", 16), int(" 12 "), int("1_000")
int("zz", 36), int("12", 3)
int("8", 8)
int("0b11", 0), int("0o17", 0), int("0xff", 0)
int("x")
int("12abc")
int("9" * 30)
int(3.99), int(-3.99), int(1e9)
int(1e20)
int(float("inf"))
int(float("nan"))
int(b"12")
int(True), True + True, True * 5
int("٣")
bin(10), oct(10), hex(255), hex(-255), bin(-5), hex(2**70)
(255).to_bytes(2, "little"), (255).to_bytes(2, "big")
(300).to_bytes(1, "little")
(-1).to_bytes(2, "little")
(-1).to_bytes(2, "little", True)
(-1).to_bytes(2, "little", signed=True)
(2**40).to_bytes(8, "big")
(5).to_bytes()
(5).to_bytes(2)
int.from_bytes(b"\x01\x02", "little"), int.from_bytes(b"\x01\x02", "big")
int.from_bytes(b"\xff\xff", "little")
int.from_bytes(b"\xff\xff", "little", True)
int.from_bytes(b"\xff\xff", "little", signed=True)
int.from_bytes(b"")
int.from_bytes(b"\x01\x02\x03\x04\x05\x06\x07\x08", "big")
(5).bit_length()
(5).bit_count()
(5).real
abs(-5), abs(-(2**40)), -(-(2**30))
5 & 3, 5 | 3, 5 ^ 3, ~5, ~(2**40)
1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, 1 == True, 2**40 == 2.0**40
1 is True
5 and 0, 5 or 0, not 5, 0 or [] or "x"
min(3, 1, 2), max(3, 1, 2), sum(range(101))
round(5), round(2.5), round(3.5), round(-2.5), round(15, -1), round(25, -1)
round(1234, -2)
str(2**70), repr(-1), "%d" % 2**40, "{:,}".format(1234567)
"%x %X %o" % (255, 255, 8), "%05d|%-5d|%+d" % (42, 42, 42)
"%s" % 5, "%r" % 5, "%c" % 65, "%%" % ()
f"{42:08b} {42:#x} {42:>6} {42:<6}| {42:^6}| {42:06}"
f"{-5:+} {5:+} {5: }"
hash(5), hash(-1), hash(2**20)
hash(2**40) == hash(2**40)
hash(2**31 - 1)
hash(2**40)
pow(3, 100, 7), pow(2, 100)
pow(2, -1)
0x_FF, 0b1010, 0o17, 1_000_000
int.__name__, type(5), type(2**70)
isinstance(True, int), isinstance(2**70, int)
bool(0), bool(2), bool(-1), bool("0"), bool([])
complex(1, 2), 1j * 1j
(1 + 2j) * (3 - 1j)
abs(3 + 4j)
x = 5
x += 2
x **= 2
x //= 3
x %= 5
x <<= 10
x
x @ 5
x + +5
x.y
from math import factorial

factorial(20)
factorial(-1)


def fibonacci(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, a + b
    return a


fibonacci(50), fibonacci(100)
import sys

sys.maxsize
sys.maxsize + 1 > sys.maxsize
[2**31] * 2, [2**63, -(2**63)]
range(2**31, 2**31 + 2)[0]
len(range(2**30))
len(range(2**40))
list(range(5, 0, -2)), range(5), range(1, 10, 3), range(0)
range(5)[1:3], range(5)[-1], 3 in range(5), range(3) == range(3)
range(5)[7]
