"""The shapes, wires and words of the wiring picture.

Own drawings in the coordinates of Wokwi's elements, so that a `diagram.json` laid out in one
looks right in the other.
"""
