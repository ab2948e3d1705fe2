"""Platforms: an adapter a folder. Each is two pure translations, hear and speak, and a thin handle."""
