"""Slack, by its Web API, events and interactions: `adapter` has the port, the rest is what it is made of."""
