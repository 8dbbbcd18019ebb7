"""The conversations that both boards must hold alike; see conversation.py."""

from __future__ import annotations

from tests.conformance.conversation import PROMPT, RAW_END, RAW_PROMPT, Habit

_LOOP = "print('go')\nwhile True: pass\n"
_GUARDED = """
import time
def wait(ms):
    print('go')
    try:
        while True: time.sleep_ms(ms)
    except Exception:
        print('Exception')
    finally:
        print('finally')
""".replace("\n", "\r")
_CATCHING = """
try:
    print('go')
    while True: pass
except KeyboardInterrupt:
    print('caught')
"""
_TASK = """
import asyncio
async def f():
    print('go')
    while True:
        await asyncio.sleep_ms(10)
try:
    asyncio.run(f())
except KeyboardInterrupt:
    print('caught')
"""
_LEAVES_ONCE = """
import os, sys
print('main')
if 'again' not in os.listdir():
    open('again', 'w').close()
    sys.exit()
x = 2
"""
_TICKING = "import machine; t = machine.Timer(period=50, callback=lambda t: print('tick'))"


def _typed(key: str, *lines: str, files: dict[str, str] | None = None) -> Habit:
    """Lines at the friendly prompt, each answered by the next prompt."""
    return Habit(key, tuple((f"{line}\r", PROMPT) for line in lines), files or {})


def _raw(key: str, program: str, *more: tuple[str, str]) -> Habit:
    return Habit(key, ((f"{program}\x04", RAW_END), *more), raw=True)


_FRIENDLY = (
    Habit("Ctrl-B at the friendly prompt", (("\x02", PROMPT),)),
    Habit("Ctrl-A, Ctrl-B", (("\x01", RAW_PROMPT), ("\x02", PROMPT))),
    Habit("Ctrl-C at an empty prompt", (("\x03", PROMPT),)),
    Habit("Ctrl-C in a half-typed line", (("print(1", "1"), ("\x03", PROMPT), ("2\r", PROMPT))),
    Habit("Ctrl-D in a half-typed line", (("12", "12"), ("\x04\r", PROMPT))),
    Habit("an empty line", (("\r", PROMPT),)),
    Habit("an end of line without \\r", (("1\n2\r", PROMPT), ("3\r", PROMPT))),
    _typed("values", "1+1", "'text'", "None", "x = 5", "x", "[1, 'a']", "b'\\xff'", "_"),
    _typed("errors", "1/0", "undefined", "1 +", "raise ValueError('v')"),
    Habit("a block ends with an empty line", (("for i in range(2): i\r", "... "), ("\r", PROMPT))),
    Habit(
        "the prompt indents a block",
        (("def f():\r", "... "), ("return 5\r", "... "), ("\x7f\r", PROMPT), ("f()\r", PROMPT)),
    ),
    Habit("Ctrl-C in a block", (("while True:\r", "... "), ("\x03", PROMPT))),
    Habit("Ctrl-A in a half-typed line", (("12", "12"), ("\x013\r", PROMPT))),
    Habit("backspace", (("1\x7f2\x083\r", PROMPT),)),
    Habit("cursor keys", (("12\x1b[D+\r", PROMPT), ("1\x1b[D2\x1b[C3\x1b[H4\x1b[F5\r", PROMPT))),
    Habit("the line before comes back", (("40+2\r", PROMPT), ("\x1b[A\r", PROMPT))),
    Habit("a tab completes a name", (("import sys\r", PROMPT), ("sys.byteo\t\r", PROMPT))),
    Habit("a tab completes import", (("import micr\t\r", PROMPT),)),
    Habit("an open bracket goes on", (("(1 +\r", "... "), ("2)\r", PROMPT))),
    Habit("an open string goes on", (("'''a\r", "... "), ("b'''\r", PROMPT))),
    Habit("a semicolon", (("1; 2\r", PROMPT),)),
    Habit("text beyond ASCII", (("'\u00c3\u00a9'\r", PROMPT), ("print('\\xe9')\r", PROMPT))),
    _typed("names that are there", "sorted(globals())", "__name__", "dir()"),
    _typed("help", "help(5)"),
    Habit("Ctrl-E, Ctrl-D", (("\x05x = 2\rprint(x)\r\x04", PROMPT), ("\r", PROMPT))),
    Habit("Ctrl-E, Ctrl-C", (("\x05x = 2\r", "x = 2"), ("\x03", PROMPT), ("1\r", PROMPT))),
    Habit(
        "Ctrl-E keeps indentation",
        (("\x05def f():\r    if 1:\r\r        return 5\rprint(f())\r\x04", f"5\n{PROMPT}"),),
    ),
    Habit("Ctrl-E, an error", (("\x05x = 1\r1/0\r\x04", "zero\n"), ("", PROMPT))),
    Habit("Ctrl-E, backspace", (("\x05x = 12\x7f3\rprint(x)\r\x04", f"syntax\n{PROMPT}"),)),
)

_RAW = (
    _raw("raw: print", "print(1)"),
    _raw("raw: a value is not shown", "1 + 1"),
    _raw("raw: an error", "1/0"),
    _raw("raw: an error of syntax", "1 +"),
    _raw("raw: lines end as they like", "x = 1\rprint(x)\nprint(2)\r\nprint(3)"),
    _raw("raw: names stay", "x = 5", ("print(x)\x04", RAW_END)),
    _raw("raw: bytes as they are", "print('\\x00\\x01\\x04\\x7f|')", ("\x04", RAW_PROMPT)),
    _raw("raw: text in UTF-8", "print('\u00c3\u00a9', '\\u20ac')"),
    _raw("raw: an output without an end of line", "print('a', end='')"),
    _raw("raw: ends of lines in an output", "print('a\\nb\\n\\nc\\rd')"),
    Habit("raw: Ctrl-A again", (("\x01", RAW_PROMPT),), raw=True),
    Habit("raw: Ctrl-B", (("\x02", PROMPT),), raw=True),
    Habit("raw: Ctrl-C drops what was sent", (("print(1)\x03print(2)\x04", RAW_END),), raw=True),
    Habit("raw: Ctrl-A drops what was sent", (("print(1)\x01", RAW_PROMPT),), raw=True),
    Habit("raw: soft reset", (("\x04", RAW_PROMPT), ("print(1)\x04", RAW_END)), raw=True),
    _raw("raw: names go with a soft reset", "x = 5", ("\x04", "\n>"), ("x\x04", RAW_END)),
    Habit("raw: main.py does not run", (("\x04", RAW_PROMPT),), {"main.py": "print('m')"}, True),
    Habit("raw: boot.py runs", (("\x04", RAW_PROMPT),), {"boot.py": "print('boot')"}, True),
    Habit("raw: SystemExit", (("raise SystemExit\x04", RAW_PROMPT),), raw=True),
    Habit("raw: sys.exit(3)", (("import sys\nsys.exit(3)\x04", RAW_PROMPT),), raw=True),
    Habit("raw: machine.soft_reset()", (("machine.soft_reset()\x04", RAW_PROMPT),), raw=True),
    Habit("raw: machine.reset()", (("machine.reset()\x04", "\n>"),), raw=True),
    _raw("raw: names", "print(sorted(globals()))"),
    Habit("raw paste", (("\x05A\x01", "\x01"), ("print(7)\x04", RAW_END)), raw=True),
    Habit("raw paste: an error", (("\x05A\x01", "\x01"), ("1/0\x04", RAW_END)), raw=True),
    Habit("raw paste: syntax", (("\x05A\x01", "\x01"), ("1 +\x04", RAW_END)), raw=True),
    Habit("raw paste: Ctrl-C", (("\x05A\x01", "\x01"), ("print(7)\x03", ">")), raw=True),
    Habit(
        "raw paste: the window", (("\x05A\x01", "\x01"), ("#" * 100, ""), ("\x04", ">")), raw=True
    ),
    Habit("raw paste: another number", (("\x05B\x01", ">"),), raw=True),
    Habit(
        "raw: sys.stdin.readline",
        (
            ("import sys\nprint('go')\nprint(repr(sys.stdin.readline()))\x04", "go\n"),
            ("abc\n", RAW_END),
        ),
        raw=True,
    ),
)

_READS = (
    Habit(
        "input",
        (("x = input('? ')\r", "\n? "), ("abc\r", PROMPT), ("x\r", PROMPT)),
    ),
    Habit("input: Ctrl-C", (("input('? ')\r", "\n? "), ("ab", "ab"), ("\x03", PROMPT))),
    Habit("input: Ctrl-D", (("input('? ')\r", "\n? "), ("\x04", PROMPT))),
    Habit("input: backspace", (("input('? ')\r", "\n? "), ("ab\x7fc\r", PROMPT))),
    Habit(
        "sys.stdin.readline",
        (("import sys\r", PROMPT), ("sys.stdin.readline()\r", "\n"), ("abc\r\n", PROMPT)),
    ),
    Habit(
        "sys.stdin.read(3)",
        (("import sys\r", PROMPT), ("sys.stdin.read(3)\r", "\n"), ("a\rb", PROMPT)),
    ),
    Habit(
        "sys.stdin.buffer.read(2)",
        (("import sys\r", PROMPT), ("sys.stdin.buffer.read(2)\r", "\n"), ("\xff\x00", PROMPT)),
    ),
    Habit(
        "sys.stdin.read(1) with Ctrl-C as a byte",
        (
            ("import sys, micropython\r", PROMPT),
            ("micropython.kbd_intr(-1); x = sys.stdin.read(1); micropython.kbd_intr(3)\r", "\n"),
            ("\x03", PROMPT),
            ("x\r", PROMPT),
        ),
    ),
)

_STOPPED = (
    Habit(
        "Ctrl-C stops a loop",
        (("exec(\"print('go')\\nwhile True: pass\")\r", "\ngo\n"), ("\x03", PROMPT)),
    ),
    Habit(
        "Ctrl-C stops time.sleep",
        (
            ("import time\r", PROMPT),
            ("exec(\"print('go')\\nwhile True: time.sleep_ms(10)\")\r", "\ngo\n"),
            ("\x03", PROMPT),
        ),
    ),
    Habit(
        "Ctrl-C: finally, not Exception",
        ((f"\x05{_GUARDED}\x04", PROMPT), ("wait(5)\r", "go\n"), ("\x03", PROMPT)),
        {},
    ),
    Habit(
        "raw: Ctrl-C stops a loop",
        ((f"{_LOOP}\x04", "go\n"), ("\x03", RAW_END), ("print(1)\x04", RAW_END)),
        raw=True,
    ),
    Habit(
        "raw: Ctrl-C can be caught",
        (
            (
                f"{_CATCHING}\x04",
                "go\n",
            ),
            ("\x03", RAW_END),
        ),
        raw=True,
    ),
    Habit(
        "raw: Ctrl-C and asyncio",
        (
            (
                f"{_TASK}\x04",
                "go\n",
            ),
            ("\x03", RAW_END),
        ),
        raw=True,
    ),
    Habit(
        "raw: Ctrl-C and select",
        (
            ("import select\nprint('go')\nwhile True: select.poll().poll(10)\x04", "go\n"),
            ("\x03", RAW_END),
        ),
        raw=True,
    ),
)

_SCRIPTS = (
    Habit("soft reset", (("\x04", PROMPT), ("sorted(globals())\r", PROMPT))),
    Habit(
        "main.py runs", (("\x04", PROMPT), ("x\r", PROMPT)), {"main.py": "x = 5\nprint(__name__)"}
    ),
    Habit(
        "boot.py, then main.py, in one place",
        (("\x04", PROMPT), ("a, b\r", PROMPT)),
        {
            "boot.py": "a = 1\nprint('boot')",
            "main.py": "b = a + 1\nprint('main')",
        },
    ),
    Habit(
        "an error in main.py", (("\x04", PROMPT), ("x\r", PROMPT)), {"main.py": "x = 1\n1/0\nx = 2"}
    ),
    Habit(
        "an error in boot.py",
        (("\x04", PROMPT), ("x\r", PROMPT)),
        {"boot.py": "x = 1\n1/0", "main.py": "print('main')"},
    ),
    Habit("a wrong syntax in main.py", (("\x04", PROMPT),), {"main.py": "print(1\n"}),
    Habit(
        "sys.exit() in main.py",
        (("\x04", PROMPT), ("x\r", PROMPT)),
        {"main.py": _LEAVES_ONCE},
    ),
    Habit("Ctrl-C stops main.py", (("\x04", "go\n"), ("\x03", PROMPT)), {"main.py": _LOOP}),
    Habit(
        "Ctrl-C stops boot.py, main.py does not run",
        (("\x04", "go\n"), ("\x03", PROMPT)),
        {"boot.py": _LOOP, "main.py": "print('main')"},
    ),
    Habit(
        "files stay over a soft reset",
        (("\x04", PROMPT), ("open('f').read()\r", PROMPT)),
        {"f": "kept"},
    ),
    Habit("raise SystemExit at the prompt", (("raise SystemExit\r", PROMPT), ("1\r", PROMPT))),
    Habit("sys.exit(1) at the prompt", (("import sys\r", PROMPT), ("sys.exit(1)\r", PROMPT))),
    Habit("machine.soft_reset() at the prompt", (("machine.soft_reset()\r", PROMPT),)),
    Habit("machine.reset() at the prompt", (("import machine; machine.reset()\r", PROMPT),)),
    Habit("exit() at the prompt", (("exit()\r", PROMPT),)),
    Habit("main.py in a folder", (("\x04", PROMPT),), {"lib/main.py": "print('no')"}),
    Habit(
        "main.py imports from /lib",
        (("\x04", PROMPT),),
        {"main.py": "import helper\nprint(helper.x)", "lib/helper.py": "x = 5"},
    ),
    Habit(
        "input in main.py",
        (("\x04", "? "), ("me\r", PROMPT)),
        {"main.py": "print('hello', input('? '))"},
    ),
    Habit(
        "a timer goes on at the prompt and ends with a soft reset",
        (
            (
                f"{_TICKING}\r",
                "tick\n",
            ),
            ("\x04", PROMPT),
            ("1\r", PROMPT),
        ),
    ),
)

GROUPS = {
    "friendly_repl": ("The friendly prompt: lines, blocks, keys, paste mode.", _FRIENDLY),
    "raw_repl": ("The raw REPL and raw paste.", _RAW),
    "reading": ("input and sys.stdin.", _READS),
    "stopping": ("Ctrl-C in a running program.", _STOPPED),
    "scripts": ("boot.py, main.py, and all kinds of resets.", _SCRIPTS),
}
"""Subjects: their titles and their habits."""
