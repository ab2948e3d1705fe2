"""The web chat: the adapter, the routes its page talks to, and the page itself."""
