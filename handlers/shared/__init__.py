"""Pure rules and cards that more than one feature uses."""
