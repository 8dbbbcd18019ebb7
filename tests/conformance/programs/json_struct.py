"""json, struct, binascii, hashlib, re, io, errno: modules for messages."""

import json

json.dumps({"a": [1, 2.5, None, True]}), json.dumps('é\n"\\'), json.dumps([]), json.dumps(5)
json.dumps({"temperature": 21.3})
json.dumps((1, 2)), json.dumps({1: 2, None: 3, True: 4}), json.dumps(b"bytes"), json.dumps(2**70)
json.dumps({5})
json.dumps(object)
json.dumps(float("nan")), json.dumps(float("inf"))
json.dumps({"a": 1, "b": [1, 2]}, separators=(",", ":"))
json.dumps({"b": 1}, indent=2)
json.dumps()
json.loads('{"a": [1, 2.5, null, true], "b": "\\u00e9\\n"}')
json.loads("1"), json.loads(' "x" '), json.loads("[]"), json.loads("-1.5e3"), json.loads(b"[1]")
json.loads("1e2"), json.loads("0.1")
json.loads("")
json.loads("{")
json.loads("[1,2")
json.loads("{'a': 1}")
json.loads("[1,]")
json.loads("nul")
json.loads("1 2")
json.loads('"abc')
json.loads('{"a" 1}')
json.loads("{1: 2}")
json.loads("tru")
json.loads(5)
json.loads("9" * 25)
import io

f = io.StringIO()
json.dump({"a": 1}, f)
f.getvalue()
json.load(io.StringIO("[1, 2]"))
with open("j.json", "w") as f:
    json.dump({"a": 1}, f)

json.load(open("j.json"))
json.load("text")
import struct

struct.pack("<hIf", 1, 2, 3.5), struct.pack(">hI", 1, 2), struct.pack("bBhH", -1, 255, -2, 65535)
(
    struct.unpack("<hH", b"\xff\xff\xff\xff"),
    struct.unpack("<f", b"\x00\x00`@"),
    struct.unpack("3s", b"abc"),
)
struct.calcsize("<hI"), struct.calcsize("hI"), struct.calcsize("bq")
struct.calcsize("l"), struct.calcsize("L"), struct.calcsize("P")
struct.calcsize("<l"), struct.calcsize(">L")
struct.calcsize("iIlLqQP")
struct.calcsize("z")
struct.pack("l", 5), struct.pack("<l", 5)
struct.pack("B", 256), struct.pack("b", 200), struct.pack("<h", 70000), struct.pack("<i", 2**32 + 5)
struct.pack("<I", -1), struct.pack("<Q", 2**63), struct.pack("<q", -1)
struct.pack("B", "x")
struct.pack("B", 1.5)
struct.pack("f", 1), struct.pack("?", True), struct.pack("2x")
struct.pack("BB", 1)
struct.pack("B", 1, 2)
struct.pack("3s", b"ab"), struct.pack("2s", b"abc"), struct.pack("5s", "abc")
struct.pack("z", 1)
struct.pack()
struct.unpack("<I", b"\x01")
struct.unpack("<B", b"\x01\x02")
struct.unpack("<Q", b"\xff" * 8)
struct.unpack_from("<H", b"\x00\x01\x02", 1), struct.unpack_from("B", b"abc", -1)
struct.unpack_from("<H", b"abc", 2)
buffer = bytearray(4)
struct.pack_into("<H", buffer, 1, 0x1234)
buffer
struct.pack_into("<I", buffer, 2, 5)
struct.pack_into("<H", b"1234", 0, 1)
struct.unpack("2h", b"\x01\x00\x02\x00"), struct.unpack("<4B", b"abcd"), struct.pack("<2H", 1, 2)
import binascii

binascii.hexlify(b"\x01ab"), binascii.hexlify(b"\x01ab", ":"), binascii.unhexlify("0102")
binascii.unhexlify("012")
binascii.unhexlify("zz")
binascii.b2a_base64(b"hello"), binascii.a2b_base64("aGVsbG8=")
binascii.b2a_base64(b"hello", newline=False)
binascii.a2b_base64("abc")
binascii.crc32(b"hello")
import hashlib

binascii.hexlify(hashlib.sha256(b"abc").digest())
hashlib.sha1(b"abc").digest()[:4]
hashlib.md5(b"abc").digest()[:4]
h = hashlib.sha256()
h.update(b"a")
h.digest()[:4]
h.digest()[:4]
h.hexdigest()
hashlib.sha256("text")
h.update("text")
import re

m = re.match("(a+)(b)?", "aab")
m.group(0), m.group(1), m.group(2), m.groups()
m.group(5)
m.start(), m.end(), m.span(1)
re.search("b.", "abcd").group(), re.match("x", "abc"), re.search("[0-9]+", "ab12").group(0)
(
    re.sub("a", "b", "banana"),
    re.sub("(.)n", r"\1m", "banana"),
    re.sub("a", lambda m: "X", "banana", 1),
)
re.split("a", "banana")
re.compile(",").split("a,b,c"), re.compile("[;,]").split("a;b,c", 1)
re.compile("a")
m
re.compile("(")
re.compile("[")
re.compile("*")
re.compile("a{2}").match("aa")
re.findall("a", "banana")
re.match(r"\d+\s\w", "12 x").group(), re.match("a|b", "b").group(), re.match("^a$", "a").group()
re.match("(?:a)b", "ab").group()
re.match("a", b"abc")
re.match(5, "a")
import errno

errno.ENOENT, errno.EIO, errno.ETIMEDOUT, errno.ENODEV, errno.EAGAIN, errno.ECONNRESET
errno.errorcode[5]
sorted(x for x in dir(errno) if x[0] == "E")
s = io.StringIO("one\ntwo")
s.read(2), s.readline(), s.read(), s.seek(0), s.write("X"), s.getvalue()
s.close()
s.read()
b = io.BytesIO(b"abc")
b.read(1), b.seek(0, 2), b.write(b"d"), b.getvalue(), b.tell()
io.BytesIO(5).getvalue()
io.BytesIO(b"a").write("x")
io.StringIO(5)
list(io.StringIO("a\nb"))
with io.StringIO() as out:
    print("into it", file=out)
    print(out.getvalue())

sorted(x for x in dir(io) if x[0] != "_")
sorted(x for x in dir(json) if x[0] != "_")
sorted(x for x in dir(struct) if x[0] != "_")
sorted(x for x in dir(binascii) if x[0] != "_")
sorted(x for x in dir(re) if x[0] != "_")
sorted(x for x in dir(hashlib) if x[0] != "_")
import uctypes

layout = {
    "a": uctypes.UINT8 | 0,
    "b": uctypes.UINT16 | 2,
    "c": (uctypes.ARRAY | 4, uctypes.UINT8 | 2),
}
uctypes.sizeof(layout), uctypes.sizeof(layout, uctypes.LITTLE_ENDIAN)
data = bytearray(range(8))
t = uctypes.struct(uctypes.addressof(data), layout, uctypes.LITTLE_ENDIAN)
t.a, t.b, t.c[1]
t.b = 0x1122
data
t.x
t
uctypes.bytes_at(uctypes.addressof(data), 2), uctypes.bytearray_at(uctypes.addressof(data), 1)
sorted(x for x in dir(uctypes) if x[0] != "_")
import deflate

deflate.DeflateIO(io.BytesIO(b"\x4b\x04\x00"), deflate.RAW).read()
deflate.DeflateIO(io.BytesIO(), deflate.RAW).write(b"x")
import zlib
import framebuf

f = framebuf.FrameBuffer(bytearray(8), 8, 8, framebuf.MONO_VLSB)
f.fill(0), f.pixel(1, 1, 1), f.pixel(1, 1), f.pixel(20, 20), f.hline(0, 7, 8, 1), f.text("A", 0, 0)
framebuf.FrameBuffer(bytearray(1), 8, 8, framebuf.MONO_VLSB)
bytes_of = bytearray(8)
framebuf.FrameBuffer(bytes_of, 8, 8, framebuf.MONO_VLSB).text("A", 0, 0)
bytes_of
sorted(x for x in dir(framebuf) if x[0] != "_")
