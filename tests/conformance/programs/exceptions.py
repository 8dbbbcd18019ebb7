"""Exceptions: raising, catching, finally, chaining, with, and what is printed of them."""

import io
import sys


class Mine(Exception):
    pass


class Other(Mine):
    def __str__(self):
        return "in words"


raise Mine
raise Mine("text", 5)
raise Other
raise ValueError
raise ValueError("one")
raise ValueError("one", 2)
raise ValueError(None)
raise ValueError("")
raise KeyError("k")
raise OSError(2)
raise OSError(2, "text")
raise OSError(5, "text", "file")
raise OSError("text")
raise OSError(110)
raise OSError(9999)
raise OSError(-2)
raise OSError
raise StopIteration
raise StopIteration(5)
raise SystemExit
raise SystemExit(3)
raise KeyboardInterrupt
raise GeneratorExit
raise NotImplementedError("not yet")
raise UnicodeError("u")
raise MemoryError
raise AssertionError("a")
raise 5
raise "text"
raise int
raise
assert False
assert 0, "why"
assert (1, 2)
repr(ValueError("x")), str(ValueError("x")), str(ValueError(1, 2)), str(ValueError())
repr(OSError(2)), str(OSError(2)), OSError(2).args, OSError(2).errno
OSError(2, "x").errno, OSError(2, "x").args, str(OSError(2, "x"))
StopIteration(4).value, StopIteration().value
ValueError("x").args
ValueError("x").value
ValueError(1).errno
ValueError.__name__, ValueError("x").__class__
issubclass(OSError, Exception), issubclass(ZeroDivisionError, ArithmeticError)
issubclass(IndexError, LookupError), issubclass(UnicodeError, ValueError)
issubclass(SystemExit, Exception), issubclass(KeyboardInterrupt, Exception)
issubclass(NotImplementedError, RuntimeError)
TimeoutError
ConnectionError
FileNotFoundError
IOError
PermissionError
RecursionError
ModuleNotFoundError
OverflowError, UnicodeDecodeError
BaseException, Warning
ViperTypeError


def caught(f):
    try:
        f()
    except (ValueError, TypeError) as error:
        return "V", error
    except Exception as error:
        return type(error).__name__, error.args
    else:
        return "else"


def fails(error):
    raise error


caught(lambda: fails(ValueError("v")))
caught(lambda: fails(KeyError("k")))
caught(lambda: 1)


def steps():
    log = []
    try:
        try:
            log.append(1)
            raise ValueError("a")
        finally:
            log.append(2)
    except ValueError:
        log.append(3)
    return log


steps()


def returns():
    try:
        return 1
    finally:
        return 2


returns()


def loses():
    for i in range(3):
        try:
            continue
        finally:
            if i == 1:
                break
    return i


loses()


def again():
    try:
        fails(ValueError("first"))
    except ValueError:
        raise


again()


def chained():
    try:
        fails(ValueError("first"))
    except ValueError as error:
        raise TypeError("second") from error


chained()


def text_of(f):
    out = io.StringIO()
    try:
        f()
    except Exception as error:
        sys.print_exception(error, out)
    return out.getvalue()


text_of(chained)
text_of(again)
text_of(lambda: fails(Other()))
text_of(lambda: fails(Mine(1, 2)))
text_of(lambda: 1 / 0)
text_of(lambda: [][1])


def context():
    try:
        fails(ValueError("first"))
    except ValueError as error:
        try:
            fails(TypeError("second"))
        except TypeError as other:
            return other.__context__, error.__traceback__


context()
try:
    1 / 0
except ZeroDivisionError as error:
    kept = error

error
kept


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow

    def __enter__(self):
        return "entered"

    def __exit__(self, kind, value, trace):
        print(kind, value, trace is None)
        return self.swallow


with Manager(True) as m:
    print(m)
    raise ValueError("swallowed")

with Manager(False):
    raise ValueError("goes on")

with Manager(False):
    pass

with 5:
    pass


def deep():
    return deep()


deep()
"alive"


def interrupted():
    try:
        raise KeyboardInterrupt
    except Exception:
        return "Exception"
    except BaseException:
        return "BaseException"


interrupted()
try:
    fails(ExceptionGroup("g", [ValueError(1)]))
except ExceptionGroup:
    pass
exec("try:\n    pass\nexcept:\n    pass\nexcept ValueError:\n    pass")
exec("raise ValueError('in exec')")
exec("try:\n    1/0\nexcept 5:\n    pass")
