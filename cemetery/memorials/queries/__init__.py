"""Which memorial pages there are, what stands on them, what the public may see; never write."""
