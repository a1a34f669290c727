"""What becomes of a deposit while it is kept: a further term, another niche."""
