"""Floats: 32 bits on a Pico."""

import math

0.1 + 0.2
0.1 + 0.2 == 0.3
1 / 3
2 / 3
1e10
1e16
123456789.0
16777216.0 + 1
3.14159265358979
1e38 * 10
1e-40
1e300
1.5, 0.25, -2.0, 100.0, 1e5, 1e6, 1e7
str(1e15), str(1e16), str(1e17)
float("1.5"), float("-1e3"), float("  2 "), float("inf"), float("-inf"), float("nan")
float("1_0")
float("infinity")
float("1e400")
float(5), float(True)
float(2**24 + 1)
float(10**40)
float(10**400)
1.5 + 1, 3 * 1.5, 7.5 // 2, 7.5 % 2, -7.5 // 2, -7.5 % 2
2.0**3, 2**0.5, 2.0**-1
(-8) ** (1 / 3)
0.0 == -0.0, str(-0.0), float("nan") == float("nan")
1.5 == 3 / 2, 1 == 1.0, 0.5 < 1 < 1.5
round(2.567, 2), round(2.5), round(3.5), round(-1.5), round(1234.5, -2)
round(1.005, 2), round(2.675, 2)
round(float("nan"))
round(float("inf"))
int(2.9), int(-2.9)
"%f" % 3.14159, "%.2f" % 3.14159, "%e" % 12345.678, "%g" % 0.0001, "%g" % 1e10
"%8.3f|" % 3.14159, "%-8.2f|" % 3.14159, "%+.1f" % 3.14159, "%08.2f" % 3.14159
f"{3.14159:.3f} {3.14159:10.2f} {1e6:e} {0.5:%}"
f"{20.123456:.1f}", "{:.0f}".format(2.5), "{:6.2f}".format(-1.005)
"{:.10f}".format(0.1)
"{:.3g}".format(1234.5), "{}".format(1.0), "{}".format(1e100)
"%d" % 3.7
"%s" % 0.1, repr(0.1), str(0.1)
"{:d}".format(1.5)
repr(100 * 1.1)
repr(20.1 + 0.1)
sum([0.1] * 10)
math.pi
math.e
math.sqrt(2)
math.sqrt(4), math.pow(2, 3), math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.fabs(-2)
math.sin(1)
math.sin(0), math.cos(0), math.tan(0), math.atan2(0, 1), math.exp(0), math.log(1)
math.log(10)
math.log(8, 2), math.log2(8), math.log10(1000)
math.degrees(math.pi), math.radians(180) == math.pi
math.sqrt(-1)
math.log(0)
math.log(-1)
math.acos(2)
math.isnan(float("nan")), math.isinf(float("inf")), math.isfinite(1.0)
math.modf(1.5), math.frexp(8.0), math.ldexp(0.5, 4), math.fmod(7, 3), math.copysign(1, -2)
math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1, rel_tol=0.2)
math.gamma(5), math.lgamma(1), math.erf(0), math.erfc(0), math.sinh(0), math.acosh(1)
math.gcd(4, 6)
math.inf, math.nan, math.tau
math.hypot(3, 4)
math.sin("x")
math.sqrt()
sorted(x for x in dir(math) if x[0] != "_")
math.exp(100)
math.pow(10, 50)
math.floor(1e20)
math.floor(float("nan"))
3.3 * 40000 / 65535
round(3.3 * 40000 / 65535, 3)
27 - (0.706 - 0.7) / 0.001721
(22.5 * 9 / 5) + 32
0.1 * 3
1e3, 1e-3, 1.0e-7
12345.678
0.000123
999999.9, 9999999.0
1 / 7 * 7 == 1
4.35 * 100
hash(1.0) == hash(1), hash(0.5) == hash(0.5)
(1.5).is_integer()
(0.5).as_integer_ratio()
float.fromhex("0x1p3")
import array

array.array("f", [0.1])[0]
array.array("d", [0.1])[0]
array.array("f", [0.1])[0] == 0.1
import struct

struct.unpack("<f", struct.pack("<f", 3.14))[0]
struct.unpack("<d", struct.pack("<d", 3.14))[0]
struct.pack("<d", 0.1)
