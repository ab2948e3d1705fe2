"""Sfat: stakeholder engagement inside the chats people already have."""

__version__ = "0.1.0"
