"""The try-out: a sample lab, personas in one page, a clock that is played."""
