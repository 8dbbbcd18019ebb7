"""sys: who am I, where are modules, standard streams, leaving."""

import sys

sys
sorted(x for x in dir(sys) if x[0] != "_")
sys.platform
sys.version.split("; ")[0], len(sys.version.split("; "))
sys.version_info
sys.implementation.name
sys.implementation.version[0], len(sys.implementation.version)
sys.implementation._machine
sys.implementation._mpy & 0xFF
sys.implementation._mpy >> 8 & 0xFF
sys.implementation._thread
len(sys.implementation)
sys.byteorder
sys.maxsize
sys.path
sys.argv
[n for n in ("sys", "gc", "json", "re") if n in sys.modules]
"sys" in sys.modules, "os" in sys.modules, "machine" in sys.modules
sys.ps1, sys.ps2
sys.ps1 = "$ "
sys.ps1
sys.ps1 = ">>> "
sys.tracebacklimit
sys.settrace
sys.atexit
sys.getsizeof(5)
sys.exc_info()
sys.executable
sys.intern("x")
sys.stdin, sys.stdout
sys.stdout.write("text\n")
sys.stdout.write(b"bytes\n")
sys.stdout.write(5)
sys.stderr.write("err\n")
sys.stdout.buffer.write(b"raw\n")
sys.stdout.buffer.write(bytes(range(32, 127)) + b"\n")
sys.stdout.flush()
sorted(x for x in dir(sys.stdout) if x[0] != "_")
sys.stdout.fileno()
sys.stdin.any()
sys.exit
sys.exit()
sys.exit(5)
sys.exit("text")
sys.exit(1, 2)
import sys  # a soft reset has taken it

sys.print_exception(ValueError("x"))
sys.print_exception(5)
sys.print_exception()
sys.print_exception(ValueError("x"), None)
sys.nonsense
sys.platform = "x"
sys.path.append("/sd")
sys.path
sys.path = []
import usys

usys is sys
print(__name__)
__file__
sorted(x for x in globals() if x != "usys" and x != "sys")
globals() is locals()
