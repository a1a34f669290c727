"""Rights to niches and plots: held, granted, renewed, moved, returned; never ended by time."""
