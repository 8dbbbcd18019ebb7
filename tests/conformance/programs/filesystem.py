"""Files: modes, seeking, text and bytes, directories, and the errors of both."""

import os


def put(path, text):
    with open(path, "w") as f:
        return f.write(text)


open("nosuch")
open("early.txt", "w").write("not closed")
open("early.txt").read()
put("a.txt", "one\ntwo\nthree")
open("a.txt").read()
open("a.txt", "rb").read()
open("a.txt").readlines()
[line for line in open("a.txt")]
f = open("a.txt")
f.read(2), f.readline(), f.tell()
f.seek(-3, 2)
f.seek(8), f.read()
f.seek(0), f.readline(2), f.readline(), f.read(), f.read()
f.seek(-1)
f.write("x")
f.close()
f.close()
f.read()
open("a.txt", "q")
open("a.txt", "x")
open("a.txt", 5)
open(5)
open("new.txt", "x")
open("new.txt", "x")
with open("a.txt", "a") as f:
    f.write("!")
open("a.txt").read()
with open("a.txt", "r+") as f:
    f.seek(4)
    f.write("TWO")
open("a.txt").read()
with open("a.txt", "w+b") as f:
    f.write(b"\x00\xff\r\n")
    f.seek(0)
    f.read()
with open("a.txt", "rb") as f:
    buffer = bytearray(6)
    count = f.readinto(buffer)
count, buffer
open("a.txt", "rb").readline()
open("a.txt").read()
put("u.txt", "é€")
open("u.txt").read()
open("u.txt").read(1)
open("u.txt", "rb").read()
put("u.txt", b"bytes")
open("u.txt", "wb").write("text")
put("u.txt", 5)
put("crlf.txt", "a\r\nb")
open("crlf.txt", "rb").read()
open("crlf.txt").readlines()
open("e.txt", "w", encoding="utf-8")
with open("p.txt", "w") as f:
    print("to a file", 1, file=f)

open("p.txt").read()
f = open("p.txt")
str(f)[:14]
f.flush()
f.fileno()
f.name
sorted(x for x in dir(f) if x[0] != "_")
f.seek(100), f.read(), f.tell()
next(open("p.txt"))
f.writelines(["a"])
f.truncate(1)
f.__exit__
os.mkdir("d")
os.mkdir("d")
os.mkdir("x/y")
open("d")
open("d", "w")
put("d/a.txt", "1234")
open("d/a.txt/b", "w")
os.listdir()
os.listdir("d")
os.listdir("/d/")
os.listdir("nosuch")
os.listdir("a.txt")
sorted(os.ilistdir())
list(os.ilistdir("d"))
os.stat("d/a.txt")[:7]
os.stat("d")[:7]
os.stat("/")
os.stat("nosuch")
len(os.stat("d/a.txt"))
os.rmdir("d")
os.remove("d")
os.rmdir("a.txt")
os.rmdir("nosuch")
os.remove("nosuch")
os.rename("d/a.txt", "d/b.txt")
os.listdir("d")
os.rename("nosuch", "x")
os.rename("a.txt", "d")
os.rename("a.txt", "d/b.txt")
os.listdir("d"), open("d/b.txt", "rb").read()
os.chdir("d")
os.getcwd()
os.listdir()
open("/u.txt").read()
open("../u.txt").read()
os.getcwd()
os.chdir("..")
os.getcwd()
os.chdir("nosuch")
os.chdir("u.txt")
os.remove("d/b.txt")
os.rmdir("d")
[name for name in os.listdir() if name == "d"]
open("x" * 300, "w")
open("", "w")
os.mkdir("")
os.listdir("")
os.remove("")
with open("big.bin", "wb") as f:
    for i in range(40):
        f.write(bytes(512))
os.stat("big.bin")[6]
sum(len(piece) for piece in iter(lambda f=open("big.bin", "rb"): f.read(100), b""))

free = os.statvfs("/")[3]
os.remove("big.bin")
os.statvfs("/")[3] - free
