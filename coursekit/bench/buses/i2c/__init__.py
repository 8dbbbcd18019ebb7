"""I2C: controllers of the board, chips, and the wires between them."""
