"""Memorial pages: what anybody may read beside a plate, as the family agreed. Nothing is sold."""
