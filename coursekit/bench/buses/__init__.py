"""What travels over the wires in whole transactions: I2C first of all.

A bus has two roads. On the short one a controller and the chips exchange whole bytes, which is
fast. On the long one each edge goes over the simulated wires, so that swapped, loose or stuck
ones behave as on a desk. Where nothing is wrong, both give the same; a test holds them together.
"""
