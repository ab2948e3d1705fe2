"""The command line: a sub-command a file."""
