"""Which portions there are, where they are, and what happened to them."""
