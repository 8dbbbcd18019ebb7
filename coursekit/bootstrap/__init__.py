"""Behind course.py: makes .venv, fills it, and starts what the person asked for.

Standard library only, because it runs before anything is installed.
"""
