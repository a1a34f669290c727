"""Which ashes wait for their family, since when, and what was tried."""
