#!/usr/bin/env python3
"""Sets the course up and starts it: python3 course.py lab

The work is done in coursekit/bootstrap/. This file alone keeps to what Python 2.7 and 3.6 can read,
so that an old Python says that it is too old instead of showing a syntax error.
"""

import os
import sys

OLDEST = (3, 10)

if sys.version_info < OLDEST:
    sys.exit(
        "course.py: this is Python %d.%d, and the course needs Python %d.%d or newer.\n"
        "Next: install a newer Python (python.org, or your system's packages), then start it by\n"
        "name, for example: python3.12 course.py lab" % (tuple(sys.version_info[:2]) + OLDEST)
    )

if __name__ == "__main__":
    root = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, root)

    from coursekit.bootstrap.app import main

    sys.exit(main(sys.argv[1:], root))
