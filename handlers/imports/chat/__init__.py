"""Importing in chat: a manager sends a table, sees what it would change, lets it be done, and may take it back.

Its parts register themselves on one router.
"""

from handlers.imports.chat import cards, deciding, receiving, working
from handlers.imports.chat.routes import router

__all__ = ["cards", "deciding", "receiving", "router", "working"]
