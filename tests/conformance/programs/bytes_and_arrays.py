"""bytes, bytearray, memoryview, array."""

import array

b = b"\x01\x02A\xff"
b, b[0], b[-1], b[1:3], len(b), list(b), b == b"\x01\x02A\xff"
b + b"x", b * 2, b"A" in b, 65 in b, b.find(b"A"), b.hex()
b.hex(":")
bytes.fromhex("0102ff"), bytes.fromhex("01 02")
bytes.fromhex("zz")
bytes.fromhex("1")
bytes(3), bytes([1, 2]), bytes(b"x"), bytes(range(3)), bytes(), bytes("é", "utf-8")
bytes("x", "ascii")
bytes(2.5)
bytes(None)
bytes([1.5])
bytes([300])
bytes((-1,))
b"a" == "a"
b"a" < b"b", b"abc".upper(), b"a,b".split(b","), b" a ".strip(), b"abc".replace(b"b", b"x")
b"abc".startswith(b"a"), b",".join([b"a", b"b"]), b"abc".decode(), b"%d" % 5
b"%s" % b"x"
b"a".join(["x"])
b[10]
a = bytearray(b"abc")
a
a[0] = 120
a[0] = 256
a[0] = "x"
a[5] = 1
a.append(100)
a.append(300)
a.extend(b"ef")
a += b"g"
a
a[1:3] = b"12345"
a
a[0:2] = []
del a[0]
del a[0:2]
a, len(a), a[0], a[::-1]
a.pop()
a.clear()
a.insert(0, 1)
a.decode()
bytearray(3), bytearray([1, 2]), bytearray("x", "utf8"), bytearray(b"x") == b"x"
bytearray(-1)
hash(bytearray(1))
hash(b"abc") == hash(b"ab" + b"c")
m = memoryview(bytearray(b"abcdef"))
m
m[0], m[1:3], bytes(m[1:3]), len(m), list(m[:2])
m[0] = 65
m[1:3] = b"xy"
bytes(m)
m[1:3] = b"xyz"
memoryview(b"abc")[0] = 1
m[::2]
m[10]
memoryview("text")
memoryview(5)
m.itemsize
m == b"Axydef"
m.hex()
m.tobytes()
m.cast("H")
memoryview(array.array("h", [1, 2]))[1]
array.array("i")
array.array("B", [1, 2, 3]), array.array("h", [-1]), array.array("H", b"\x01\x02\x03\x04")
array.array("f", [1.5]), array.array("d", [1.5])
array.array("q", [2**40])
array.array("Q", [2**63])
array.array("L", [2**32 - 1])
array.array("l", [2**31])
array.array("i", [2**31])
array.array("I", [-1])
array.array("b", [200])
array.array("H", [70000])
array.array("h", [1.5])
array.array("h", ["x"])
array.array("z")
array.array("O", [1, "a"])
array.array()
x = array.array("h", [1, 2, 3])
x[0], x[-1], x[1:], len(x), list(x), 2 in x, sum(x)
x[0] = 70000
x[0]
x[5]
x[0] = 1.5
x.append(4)
x.extend([5])
x.extend(array.array("h", [6]))
x + array.array("h", [7])
x += array.array("h", [8])
x
x * 2
x == array.array("h", [1])
x.typecode
x.decode()
x.tobytes()
bytes(array.array("h", [1, 2]))
[len(bytes(array.array(c, [0]))) for c in "bBhHiIlLqQfd"]
memoryview(array.array("i", [1])).itemsize
memoryview(array.array("l", [1])).itemsize
repr(x)
del x[0]
x.index(2)
int.from_bytes(memoryview(b"\x01\x02"), "little")
sum(memoryview(b"\x01\x02"))
