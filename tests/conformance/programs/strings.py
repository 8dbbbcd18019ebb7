"""Strings: methods, slices, formatting, escapes, and characters beyond ASCII."""

s = "Hello, World"
s[0], s[-1], s[1:4], s[::-1], s[::2], s[5:], s[:-3]
s[20:], s[2:1]
s[::0]
len(s), len("é"), len("€"), len("😀")
s.upper(), s.lower(), s.find("o"), s.rfind("o"), s.find("z"), s.count("l")
s.index("W"), s.rindex("o")
s.rindex("z")
s.startswith("He"), s.endswith("ld"), s.startswith("e", 1), s.startswith("xyz")
s.startswith(("He", "x"))
s.endswith("o", 0, 5)
s.replace("l", "L"), s.replace("l", "L", 1), s.replace("", "-")
s.split(), s.split(","), s.split("o", 1), s.rsplit("o", 1), "a  b".split(), "a,,b".split(",")
" x ".strip(), "xxaxx".strip("x"), " x ".lstrip(), " x ".rstrip()
"-".join(["a", "b"]), "".join("abc"), ",".join({"k": 1}), "-".join(())
"a\nb\r\nc".splitlines(), "a\nb".splitlines(True)
s.partition(", "), s.rpartition("o"), s.partition("z")
(
    "abc".isalpha(),
    "a1".isalpha(),
    "12".isdigit(),
    "".isdigit(),
    " \t".isspace(),
    "A".isupper(),
    "a".islower(),
)
"a1".isalnum()
"hello world".title()
"hello".capitalize()
"x".center(5), "x".center(4, "*")
"x".ljust(5)
"x".rjust(5)
"5".zfill(3)
"aBc".swapcase()
"abc".casefold()
"a\tb".expandtabs()
"abc".translate({97: "x"})
"abc".removeprefix("a")
"abc".isnumeric()
"abc".isidentifier()
"abc".format_map({})
"a" < "b", "a" < "B", "abc" < "abd", "a" == "a", "" < "a"
"a" * 3, 3 * "a", "a" * -1, "a" + "b", "ab"
"b" in "abc", "" in "abc", "bd" in "abc", "b" not in "abc"
"%s is %d years and %.1f" % ("Ann", 12, 1.5)
"%(name)s" % {"name": "x"}
"%5s|%-5s|%.2s" % ("a", "b", "cde")
"%*d" % (5, 42)
"{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a} {b}".format(a=1, b=2)
"{:>5}|{:<5}|{:^5}|{:*^7}".format("a", "b", "c", "d")
"{!r} {!s}".format("a", "b"), "{0[1]}".format([5, 6])
"{0.x}".format(5)
"{:{}}".format("a", 5)
"{{}}".format()
name = "Ann"
f"{name} {name!r} {name:>5} {1 + 1} {'q'} {{}}"
f"{name.upper()} {len(name)} {[1, 2][0]} {dict(a=1)['a']}"
f"{3.14159:{6}.{2}f}"
f"{name}more{1}"
rf"\{name}"
r"a\nb", b"a\x00", "tab\tq\"uote'", 'it"s', "it's", "\\"
"\x41\u20ac\U0001f600\101\0"
"é", "€", "😀", "\x80", "\x7f", "\xa0"
print("é € 😀")
print("a", "b", sep="")
print()
print(1, 2.5, None, True, [1, "a"], {"k": (1,)}, {5})
print("a\tb\\n")
print("no newline", end="")
print("a", end="\n\n")
print(b"bytes", bytearray(b"x"))
ord("é"), ord("€"), chr(233), chr(8364), chr(128512)
chr(0x110000)
"é".encode(), "é".encode("utf-8"), b"\xc3\xa9".decode(), str(b"\xc3\xa9", "utf-8")
b"\xff".decode("utf-8", "ignore")
str(b"abc"), str(b"abc", "utf8"), bytes("abc", "utf8")
str(b"\xff", "utf8")
"é".upper(), "É".lower(), "ß".upper()
"äöü"[1], "äöü"[::-1], "äöü".find("ü"), "äöü"[1:]
"aé€😀"[3], len("aé€😀"[1:3])
list("aé€"), tuple("ab"), set("aa"), sorted("cab"), list(reversed("abc"))
[c for c in "é"]
max("abc"), min("abc"), sum(ord(c) for c in "abc")
hash("abc")
hash("abc") == hash("ab" + "c")
"abc" is "abc", id("abc") == id("abc")
type(""), isinstance("", str), bool(""), bool(" ")
str(), str(None), str([1, "a"]), str({"a": 1}), repr("a\nb"), str(print)
"a,b;c".replace(",", ";").split(";")
"line1\nline2".split("\n")
"key=value".split("=")
"  a b  ".split(" ")
"abc" "def" == "abcdef"
"""three
lines""".count("\n")
"a" if "b" > "a" else "c"
"%s" % (1, 2)
"%s" % ((1, 2),)
"%s %s" % [1, 2]
"%r" % "a"
"%i" % 5
"%u" % 5
"%5.1f%%" % 45.678
"abc".__len__()
"abc".__class__
sorted(x for x in dir("") if x[0] != "_")
