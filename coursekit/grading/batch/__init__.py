"""Grades all submissions of an assignment: workers compute, this process alone reads and writes.

So a worker needs neither the course's disk nor its database, and there is one writer to both.
"""
