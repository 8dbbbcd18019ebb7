# Buffers as C functions take them: anything with the buffer protocol, and how many bytes it has.
# A memoryview does not say how long its items are; writing it to memory and counting tells, and
# takes no heap after the first time.
import array
import io

_scratch = None


def size(data):
    global _scratch
    kind = type(data)
    if kind is bytes or kind is bytearray:
        return len(data)
    if _scratch is None:
        _scratch = io.BytesIO(2048)
    _scratch.seek(0)
    return _scratch.write(data)


def readable(data):
    # What can be written to a pipe. Raises TypeError for what is no buffer.
    kind = type(data)
    if kind is bytes or kind is bytearray or kind is memoryview:
        return data
    if isinstance(data, str):
        return data.encode()
    memoryview(data)
    return bytes(data)


def writable(buf):
    # How many bytes fit in. Raises TypeError for what cannot be written to.
    kind = type(buf)
    if kind is not bytearray:
        if len(buf if kind is memoryview else memoryview(buf)):
            try:
                buf[0] = buf[0]
            except TypeError:
                raise TypeError("object with buffer protocol required")
    return size(buf)
