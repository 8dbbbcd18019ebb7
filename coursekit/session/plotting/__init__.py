"""Numbers that a program prints, as curves: reading them, keeping them and drawing them."""
