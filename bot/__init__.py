"""Sfat: stakeholder engagement inside the chats people already have."""
