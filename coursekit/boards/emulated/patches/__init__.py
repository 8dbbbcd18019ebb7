"""What the emulator does otherwise than the chip, mended from outside its package.

One file for each of its blocks. Each says what the package does, what the chip does and where that
is written, so that it can be offered upstream; when the package has it, the file goes.
"""
