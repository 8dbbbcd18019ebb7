"""Classes: attributes, inheritance, operators, properties, and what differs from CPython."""


class Animal:
    legs = 4

    def __init__(self, name):
        self.name = name

    def speak(self):
        return "..."

    def __repr__(self):
        return "Animal(%r)" % self.name


class Dog(Animal):
    def speak(self):
        return super().speak() + "woof"


d = Dog("Rex")
d, str(d), d.name, d.legs, d.speak(), Dog.legs, Animal.speak(d)
d.legs = 3
d.legs, Dog.legs
del d.legs
d.legs
del d.legs
d.nosuch
d.nosuch()
Dog.nosuch
Dog()
isinstance(d, Animal), issubclass(Dog, Animal), type(d), type(d) is Dog, type(Dog)
Dog.__name__, d.__class__, Dog.__bases__
Dog.__mro__
d.__dict__
Dog.__dict__["speak"] is not None
vars(d)
Dog.__module__
Dog.__qualname__
Dog.__doc__
hasattr(d, "name"), getattr(d, "x", 5), setattr(d, "x", 6), d.x
delattr(d, "x")
d.x


class Plain:
    pass


Plain()
Plain
str(Plain())[:15]
p = Plain()
p == p, p == Plain(), p != Plain(), hash(p) == hash(p)
p < p
p + 1
1 + p
-p
len(p)
p()
p[0]
p[0] = 1
del p[0]
for i in p:
    pass
1 in p
with p:
    pass
bool(p)
int(p)
abs(p)
next(p)


class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __radd__(self, other):
        return Vector(self.x + other, self.y)

    def __sub__(self, other):
        return NotImplemented

    def __mul__(self, n):
        return Vector(self.x * n, self.y * n)

    def __rmul__(self, n):
        return self * n

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return self.x < other.x

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __abs__(self):
        return self.x + self.y

    def __len__(self):
        return 2

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __setitem__(self, i, value):
        self.x = value

    def __contains__(self, n):
        return n in (self.x, self.y)

    def __bool__(self):
        return self.x != 0

    def __call__(self, *args):
        return args

    def __iadd__(self, n):
        self.x += n
        return self

    def __str__(self):
        return "<%s, %s>" % (self.x, self.y)

    def __hash__(self):
        return 5

    def __int__(self):
        return 7

    def __floordiv__(self, other):
        return "floor"

    def __invert__(self):
        return "invert"

    def __pow__(self, n):
        return "pow"

    def __and__(self, n):
        return "and"


v = Vector(1, 2)
str(v + v), str(v * 3), str(3 * v), v == Vector(1, 2), v != Vector(1, 2), v < Vector(2, 0), str(-v)
v > Vector(0, 0)
v <= v
v - v
str(5 + v)
abs(v), len(v), v[0], v[-1], 2 in v, bool(v), v(1, 2), list(v), hash(v)
int(v)
float(v)
v // 2, ~v, v**2, v & 1
v | 1
v += 5
str(v)
v[0] = 9
str(v), "%s" % v, f"{v}", "{}".format(v)
repr(v)[:7]
sorted([Vector(2, 0), Vector(1, 0)])[0].x
max([Vector(2, 0), Vector(1, 0)]).x
sum([Vector(1, 0), Vector(2, 0)])
round(v)
reversed(v)
v.__add__(v).x


class Celsius:
    def __init__(self):
        self._t = 0

    @property
    def t(self):
        return self._t

    @t.setter
    def t(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._t = value

    @t.deleter
    def t(self):
        self._t = None


c = Celsius()
c.t = 5
c.t
c.t = -300
del c.t
c.t
Celsius.t


class ReadOnly:
    @property
    def x(self):
        return 1


ReadOnly().x
ReadOnly().x = 5
ReadOnly().x()


class Mixin:
    def hello(self):
        return "mixin " + super().hello()


class Base:
    def hello(self):
        return "base"


class Multi(Mixin, Base):
    pass


Multi().hello()


class Slots:
    __slots__ = ("a",)


Slots().b = 5


class Getter:
    def __getattr__(self, name):
        return "got " + name

    def __setattr__(self, name, value):
        print("set", name, value)

    def __delattr__(self, name):
        print("del", name)


g = Getter()
g.x, g.y
g.x = 5
del g.x


class New:
    def __new__(cls, *args):
        print("new", args)
        return object.__new__(cls)

    def __init__(self, a):
        print("init", a)


New(1)
isinstance(New, type)


class Descriptor:
    def __get__(self, instance, owner):
        return "descriptor"

    def __set__(self, instance, value):
        print("set", value)


class Has:
    d = Descriptor()


Has().d
Has().d = 5


class MyList(list):
    def first(self):
        return self[0]


MyList([1, 2]).first(), len(MyList([1])), MyList([1]) == [1]
MyList([1, 2])


class MyInt(int):
    pass


MyInt(5) + 1
MyInt(5)


class MyDict(dict):
    def __missing__(self, key):
        return "missing"


MyDict()["x"]


class MyError(ValueError):
    def __init__(self, code):
        super().__init__("code %d" % code)
        self.code = code


raise MyError(5)
try:
    raise MyError(7)
except ValueError as e:
    print(e.code, e, e.args)


class Static:
    count = 0

    @classmethod
    def make(cls):
        cls.count += 1
        return cls()

    @staticmethod
    def helper(x):
        return x * 2


Static.make().count, Static.helper(4), Static().helper(5)
type("Dynamic", (), {"x": 5})().x
type("Dynamic", (Animal,), {})("n").name
(
    type(5),
    type(None),
    type([]),
    type(type),
    type(print),
    type(lambda: 0),
    type(Animal.speak),
    type(d.speak),
)


class Bad(5):
    pass


class Bad(Dog, int, str):
    pass


class Meta(metaclass=type):
    pass


class WithKeyword(x=5):
    pass


class Outer:
    class Inner:
        value = 5


Outer.Inner.value
Outer.Inner
sorted(x for x in dir(d) if x[0] != "_")
dir(Plain)
sorted(dir(d))
object()
object().x
super()
id(d) == id(d)
callable(d), callable(Dog)
d is d, d is not None


class Enter:
    def __enter__(self):
        return self


with Enter():
    pass
Dog.speak = lambda self: "changed"
d.speak()
d.speak = lambda: "own"
d.speak()
Animal.__init__ = 5
Dog("x")
int.x = 5
list.append = None
__class__


class Loop:
    def __repr__(self):
        return 5


Loop()


class Str:
    def __str__(self):
        return 5


str(Str())


class Late:
    def method(self):
        return __class__.__name__


Late().method()


class InitSubclass:
    def __init_subclass__(cls):
        print("subclass")


class Sub(InitSubclass):
    pass


class SetName:
    def __set_name__(self, owner, name):
        print("name", name)


class Owner:
    attribute = SetName()
