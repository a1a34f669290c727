"""A policy as a county writes it, read into what is reckoned with."""
