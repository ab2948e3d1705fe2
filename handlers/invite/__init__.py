"""Invitations: a manager chooses whom, sees what they will see, sends it once, and follows each person's state."""

from handlers.invite import choosing, following, picking, preview, sending
from handlers.invite.doors import router

__all__ = ["choosing", "following", "picking", "preview", "router", "sending"]
