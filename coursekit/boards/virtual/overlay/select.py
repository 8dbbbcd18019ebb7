# The select module: its names alone. What they do is _select's.
from _select import poll, select
from uselect import POLLERR, POLLHUP, POLLIN, POLLOUT

del __file__  # built into a board's firmware
