# The select module, on the bench's clock: waiting skips time in fast-forward, and in real time
# interrupt handlers run meanwhile. asyncio stands on this.
import array

import _bench
import uselect

from _args import as_int, guard, native
from micropython import const
from uselect import POLLERR, POLLHUP, POLLIN, POLLOUT

_LOOKS = const(8)
_BOTH = POLLIN | POLLOUT
_ERRORS = POLLERR | POLLHUP
_float = array.array("f", (0,))


def _wait(poller, timeout):
    # Until something is ready, or timeout milliseconds are over (negative or None: never)
    if timeout is not None:
        timeout = as_int(timeout)
    ready = poller(0)
    if ready or timeout == 0:
        return ready
    end = _bench.NEVER
    t = _bench.now()
    if timeout is not None and timeout > 0:
        end = t + timeout * 1000
    while True:
        if not _bench.fast:
            ready = poller(1)
        else:
            horizon = _bench.horizon_us
            for _ in range(_LOOKS):
                if horizon > t:
                    break
                _bench.sync()  # the host has had the board look; that takes no time
                horizon = _bench.horizon_us
            until = min(end, max(horizon, t + 1), _bench.stop_us + 1)
            if until < _bench.NEVER:
                _bench.sleep_us(until - t)
                ready = poller(0)
            else:
                # Nothing is left to happen on the bench: only the world outside can end this
                ready = poller(1)
        t = _bench.now()
        if ready or t >= end:
            return ready


def _register(poller, thing, events):
    if isinstance(thing, int):
        raise OSError("stream operation not supported")  # a computer has numbers for files
    poller.register(thing, events)


@native
class poll:
    def __init__(self):
        object.__setattr__(self, "_poll", uselect.poll())

    __setattr__ = guard

    def __repr__(self):
        return "<poll>"

    def register(self, _obj, _eventmask=_BOTH):
        _register(self._poll, _obj, _eventmask)

    def unregister(self, _obj):
        self._poll.unregister(_obj)

    def modify(self, _obj, _eventmask):
        self._poll.modify(_obj, _eventmask)

    def poll(self, _timeout=-1):
        return _wait(self._poll.poll, _timeout)

    def ipoll(self, _timeout=-1, _flags=0):
        _wait(self._poll.poll, _timeout)
        return self._poll.ipoll(0, _flags)


def select(_rlist, _wlist, _xlist, _timeout=None):
    wanted = {}
    for things, events in ((_rlist, POLLIN), (_wlist, POLLOUT), (_xlist, _ERRORS)):
        if not isinstance(things, (tuple, list)):
            raise TypeError("object '%s' isn't a tuple or list" % type(things).__name__)
        for thing in things:
            wanted[id(thing)] = (thing, wanted.get(id(thing), (None, 0))[1] | events)
    if _timeout is not None:
        _float[0] = _timeout
        _timeout = int(1000 * _float[0]) if _float[0] >= 0 else None
    poller = uselect.poll()
    for thing, events in wanted.values():
        _register(poller, thing, events)
    ready = _wait(poller.poll, _timeout)
    return tuple(
        [[thing for thing, events in ready if events & mask] for mask in (POLLIN, POLLOUT, ~_BOTH)]
    )
