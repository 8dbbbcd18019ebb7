# The select module, on the bench's clock: waiting skips time in fast-forward, and in real time
# interrupt handlers run meanwhile. asyncio stands on this.
import _bench
import uselect

from micropython import const
from uselect import POLLERR, POLLHUP, POLLIN, POLLOUT

_LOOKS = const(8)


def _wait(poller, timeout):
    # Until something is ready, or timeout milliseconds are over (negative or None: never)
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


class poll:
    def __init__(self):
        self._poll = uselect.poll()
        self.register = self._poll.register
        self.unregister = self._poll.unregister
        self.modify = self._poll.modify

    def poll(self, timeout=-1):
        return _wait(self._poll.poll, timeout)

    def ipoll(self, timeout=-1, flags=0):
        _wait(self._poll.poll, timeout)
        return self._poll.ipoll(0, flags)
