"""Money: what may be charged, what the county waives, what the family owes, what was paid."""
