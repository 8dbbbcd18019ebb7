"""Hostile and broken submissions, a file each: what is tried, why it must not work, what it earns.

A file states `EXPECTED`, points by task (0 where a task is not named), and `make`, which turns the
release into the submitted file. `place` puts more than that file into the student's folder.
`ESCAPES`: the answer to `double` is right only outside of a sandbox. `RACES`: threads make what is
earned a matter of chance, and `EXPECTED` is the most.
"""
