"""The router that all modules of this feature share."""

from bot.core import Router

router = Router("events")

# The manager's card counts invitations while they go out.
router.progress("invite:", "invitation")
