"""The built-in names of a Pico W's MicroPython, for when no board has been asked yet."""

_NAMES = """
ArithmeticError AssertionError AttributeError BaseException EOFError Ellipsis Exception
GeneratorExit ImportError IndentationError IndexError KeyError KeyboardInterrupt LookupError
MemoryError NameError NotImplemented NotImplementedError OSError OverflowError RuntimeError
StopAsyncIteration StopIteration SyntaxError SystemExit TypeError UnicodeError ValueError
ViperTypeError ZeroDivisionError abs all any bin bool bytearray bytes callable chr classmethod
compile complex delattr dict dir divmod enumerate eval exec execfile filter float frozenset
getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals
map max memoryview min next object oct open ord pow print property range repr reversed round
set setattr slice sorted staticmethod str sum super tuple type zip
"""

USUAL_BUILTINS = frozenset(_NAMES.split())
