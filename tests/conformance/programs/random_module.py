"""random: ranges, kinds of numbers, errors, and the same numbers from the same seed."""

import random

random
sorted(x for x in dir(random) if x[0] != "_")
all(1 <= random.randint(1, 6) <= 6 for i in range(100))
len(set(random.randint(1, 6) for i in range(200)))
random.randint(1, 1)
random.randint(2, 1)
random.randint(1.5, 3)
random.randint(1)
random.randint("a", "b")
all(0 <= random.random() < 1 for i in range(50))
type(random.random())
all(random.randrange(0, 10, 2) % 2 == 0 for i in range(50))
random.randrange(1), random.randrange(5, 6)
random.randrange(0)
random.randrange(5, 5)
random.randrange(1, 10, 0)
random.choice("a"), random.choice([5]), random.choice((7,))
random.choice([])
random.choice({})
random.choice(5)
random.choice({1})
2 <= random.uniform(2, 3) <= 3
random.uniform("a", 1)
random.getrandbits(8) < 256, random.getrandbits(32) < 2**32, random.getrandbits(0)
random.getrandbits(33)
random.getrandbits(-1)
random.getrandbits("x")
random.randint(0, 2**31) <= 2**31
random.randint(0, 2**40) <= 2**40
random.seed(5)
[random.randint(0, 100) for i in range(5)]
[random.getrandbits(16) for i in range(3)]
random.seed(5)
[random.randint(0, 100) for i in range(5)]
random.seed(5)
random.random()
[random.choice("abcdef") for i in range(6)]
[random.randrange(1000) for i in range(4)]
random.uniform(0, 1)
random.seed(0)
random.getrandbits(32)
random.seed()
random.seed("x")
random.seed(1.5)
random.seed(2**40)
random.shuffle([1, 2])
random.sample([1, 2], 1)
random.gauss(0, 1)
random.Random
import urandom

urandom is random
