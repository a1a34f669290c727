"""How fast, always beside the raw limit measured in the same run."""
