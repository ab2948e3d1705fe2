"""Stand-ins for what lies outside: they answer as the real thing does, and say when they were asked wrongly."""
