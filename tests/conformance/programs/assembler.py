"""@micropython.asm_thumb: the chip's own instructions."""

import micropython

exec("@micropython.asm_thumb\ndef f(r0, r1):\n    add(r0, r0, r1)\nprint(f(2, 3))")
exec("@micropython.asm_thumb\ndef f():\n    mov(r0, 42)\nprint(f())")
exec(
    "@micropython.asm_thumb\ndef f(r0):\n    label(LOOP)\n    sub(r0, 1)\n    bne(LOOP)\nprint(f(10))"
)
exec("@micropython.asm_thumb\ndef f():\n    nonsense(r0)")
exec("@micropython.asm_thumb\ndef f(x):\n    pass")
exec("@micropython.asm_x64\ndef f():\n    pass")
