"""Sites, zones and ranges of units, and how many of them stand how."""
