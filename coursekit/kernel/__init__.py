"""The Jupyter kernel "MicroPython": a session, spoken to in Jupyter's messages.

Nothing is imported here: `python -m coursekit.kernel` comes through this file before it has made
sure that modules beside the notebook cannot take the place of Python's own.
"""
