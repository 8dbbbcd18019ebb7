"""What a program takes of the board: time and memory, and how to say it."""
