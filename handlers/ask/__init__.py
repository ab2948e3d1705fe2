"""Questions to the organisers: the first answer closes one for all and comes back in the asker's chat.

Its parts register themselves on one router. It takes free text that nobody else wants, so it stands last of all.
"""

from handlers.ask import answering, asking, cards, free_text
from handlers.ask.routes import router

__all__ = ["answering", "asking", "cards", "free_text", "router"]
