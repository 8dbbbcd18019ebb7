# gc.collect of the rp2 port, which does not tell how much became free.
import gc


def collect():
    gc.collect()
