"""Lists, tuples, dicts, sets, and what collections and heapq add."""

a = [3, 1, 2]
a.append(4), a.insert(0, 0), a.extend([9]), a.pop(), a.pop(0), a.remove(1)
a, len(a), a[0], a[-1], a[1:], a[::-1]
a.sort(), a
a.sort(reverse=True), a
a.sort(key=lambda x: -x)
a.sort(lambda x: x)
a.reverse(), a, a.count(2), a.index(4), a.copy(), a * 2, a + [1]
a[1:2] = [7, 8, 9]
a[10:] = [5]
a[::2] = [0]
del a[0]
del a[1:3]
del a[20]
a[20] = 1
a
a.clear()
a.index(5)
a.insert(100, 1), a.insert(-100, 0), a
[1, 2] == [1, 2], [1] < [2], [1, 2] > [1], [] == (), [1] is [1]
(
    [[0] * 2] * 2,
    [x * y for x in range(3) for y in range(2) if x],
    [[j for j in range(i)] for i in range(3)],
)
nested = [[0] * 2] * 2
nested[0][0] = 5
nested
first, *rest = [1, 2, 3]
first, rest
*start, last = "abc"
start, last
(p, q), r = (1, 2), 3
p, q, r
loop = [1]
loop.append(loop)
sorted([3, 1, 2]), sorted("hello"), sorted({2: 1, 1: 2}), sorted([1.5, 1]), sorted(["b", "A"])
sorted([(1, "b"), (1, "a")]), sorted([3, 1], reverse=True), sorted(["bb", "a"], key=len)
any([]), all([]), any([0, 1]), all([1, 0]), list(reversed([1, 2]))
reversed([1, 2])
(1,), (), (1, 2) + (3,), (1, 2) * 2, (1, 2)[0], (1, 2).index(2), (1, 1).count(1), tuple([1])
(1, 2) < (1, 3), (1, 2) == (1, 2), hash((1, 2)) == hash((1, 2))
hash([])
hash({})
hash((1, []))
d = {"a": 1, "b": 2}
d["a"], d.get("x"), d.get("x", 5), "a" in d, len(d), list(d), list(d.values()), list(d.items())
d.keys(), d.values(), d.items()
d.setdefault("c", 3), d.setdefault("a", 9), d.pop("c"), d.pop("z", None)
d.pop("z")
d.update({"a": 5}), d.update(e=6), d == {"b": 2, "a": 5, "e": 6}
d | {"x": 1}
d |= {"y": 1}
del d["a"]
del d["nosuch"]
d.popitem() in [("b", 2), ("e", 6), ("y", 1)]
dict([("a", 1)]), dict(a=1), dict({"a": 1}), {x: x * x for x in range(3)}, dict(zip("ab", [1, 2]))
dict.fromkeys([1, 2]), dict.fromkeys("a", 0)
{1: "a", 1.0: "b", True: "c"}
{None: 1, (1, 2): 2, b"x": 3}[(1, 2)]
list({"z": 1, "a": 2, "m": 3})
{3: 1, 1: 2, 2: 3}
list({str(i): i for i in range(12)})
for key in d:
    d[key + "x"] = 1
    break
{"a": 1} == {"a": 1.0}, bool({}), len({}), {} == []
[key for key in sorted({"b": 1, "a": 2})]
d.copy() is d, d.clear(), d
d.has_key
{"a": 1}.items()[0]
s = {1, 2, 3}
s | {4}, s & {1, 9}, s - {1}, s ^ {1, 5}, 1 in s, len(s)
s.add(4), s.discard(9), s.remove(1), sorted(s), s.pop() in (2, 3, 4)
s.update([7], [8])
sorted(s)
(
    {1, 2} < {1, 2, 3},
    {1}.issubset({1, 2}),
    {1}.union([2]),
    {1}.intersection([1]),
    {1} == {1},
    {1}.isdisjoint({2}),
)
{1}.issuperset(set()), {1, 2}.difference({2}), {1}.symmetric_difference({2})
set(), set("aab") == {"a", "b"}, {x % 2 for x in range(5)}
{3, 1, 2}
{"b", "a"}
s.remove(99)
{[1]}
frozenset([1]), hash(frozenset([1])) == hash(frozenset([1]))
frozenset([1]).add(2)
from collections import OrderedDict, deque, namedtuple

from collections import Counter
from collections import defaultdict

Point = namedtuple("Point", ("x", "y"))
p = Point(1, 2)
p, p.x, p[1], len(p), p == (1, 2), p + (3,), Point(x=1, y=2)
p.x = 5
p.z
Point(1)
Point(1, 2, 3)
Point(1, z=2)
p._asdict()
p._replace(x=5)
Point._fields
Point
namedtuple("P", "a b")(1, 2)
namedtuple("P", ["a"])(a=1)
q = deque((), 3)
q.append(1), q.append(2), q.append(3), q.append(4), list(q)
q, len(q), bool(q), q[0], q[-1]
q.popleft(), q.pop(), q.appendleft(0), list(q), q.extend([5, 6]), list(q)
q[9]
q.clear()
q.rotate(1)
deque((), 2).popleft()
deque((), 2).pop()
deque([1, 2], 5), list(deque([1, 2], 5))
deque()
deque([1])
deque((), 2, 1).append(1)
full = deque((), 1, 1)
full.append(1)
full.append(2)
deque((), -1)
o = OrderedDict([("z", 1), ("a", 2)])
o, list(o), o.popitem(), o == {"z": 1}
o["b"] = 5
list(o.items())
o.move_to_end("z")
import heapq

h = [5, 3, 4]
heapq.heapify(h), h, heapq.heappush(h, 1), heapq.heappop(h), h
heapq.heappop([])
heapq.nlargest(1, h)
import itertools
import functools
from array import array
import collections

sorted(x for x in dir(collections) if x[0] != "_")
sorted(x for x in dir([]) if x[0] != "_")
sorted(x for x in dir({}) if x[0] != "_")
sorted(x for x in dir(set()) if x[0] != "_")
sorted(x for x in dir(()) if x[0] != "_")
sorted(x for x in dir(deque((), 1)) if x[0] != "_")
loop
