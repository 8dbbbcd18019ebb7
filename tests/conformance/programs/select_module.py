"""select: polling with a time limit, and what can be polled."""

import select
import sys
import time

select
sorted(x for x in dir(select) if x[0] != "_")
select.POLLIN, select.POLLOUT, select.POLLERR, select.POLLHUP
p = select.poll()
p
sorted(x for x in dir(p) if x[0] != "_")
p.poll(0)


def took(ms):
    start = time.ticks_ms()
    found = p.poll(ms)
    return found, round(time.ticks_diff(time.ticks_ms(), start), -1)


took(50)
took(0)
p.register(sys.stdin, select.POLLIN)
p.poll(0)
took(30)
list(p.ipoll(10))
p.modify(sys.stdin, select.POLLOUT)
[event for thing, event in p.poll(0)]
p.unregister(sys.stdin)
p.poll(0)
p.unregister(sys.stdin)
p.modify(sys.stdin, select.POLLIN)
p.register(5)
p.register("x", 1)
p.register(open("f.txt", "w"), select.POLLIN)
p.register()
p.poll("x")


class Stream:
    pass


p.register(Stream(), select.POLLIN)
import io


class Ready(io.IOBase):
    def __init__(self):
        self.flags = 0

    def ioctl(self, request, argument):
        return self.flags & argument if request == 3 else -1


r = Ready()
p.register(r, select.POLLIN | select.POLLOUT)
p.poll(0)
r.flags = select.POLLIN
[event for thing, event in p.poll(0)]
[thing is r for thing, event in p.poll(0)]
[event for thing, event in p.ipoll(0)]
p.unregister(r)
select.select([sys.stdin], [], [], 0)
select.select([], [], [], 0)
select.select([], [], [], 0.01)
select.select([r], [r], [], 0)[0] == [r]
select.select([5], [], [], 0)
select.epoll
