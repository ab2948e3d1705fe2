"""The world café: who sits where, and what is said about it."""
