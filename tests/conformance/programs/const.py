"""const: what the compiler does with it, and what it is when the program runs."""

from micropython import const

const
A = const(5)
A
_B = const(7)
_B
B = const(A + 2)
B
C = const(1 << 31)
C
D = const(-(2**31))
D
E = const(1.5)
E
F = const("text")
F
G = const(b"bytes")
G
H = const((1, 2))
H
n = 4
I = const(n)
I
J = const([1])
exec("_X = const(3)\nprint(_X)\nprint('_X' in globals())")
exec("X = const(3)\nprint(X)\nprint('X' in globals())")
exec("X = const(3)\nX = 4\nprint(X)")
exec("_X = const(3)\n_X = 4")
exec("def f():\n    _Y = const(8)\n    return _Y\nprint(f())")
exec("K = const(1, 2)")
exec("L = const()")
exec("M = const(print)")
exec("N = const(open('x'))")
exec("P = const(2 ** 3 // 3 + 1)\nprint(P)")
exec("class Q:\n    R = const(9)\n    _S = const(10)\nprint(Q.R, hasattr(Q, '_S'))")
exec("T = const(0x10) | const(1)\nprint(T)")
exec("U = const('a' 'b')\nprint(U)")
exec("V = const(1 if True else 2)\nprint(V)")
exec("W = const(not 5)\nprint(W)")
exec("V = const(None)\nprint(V)")
