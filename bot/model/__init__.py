"""The vocabulary: what is said, what is heard, and to whom. Standard library only."""
