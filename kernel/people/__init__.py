"""Who is who: the deceased, claimants, staff and roles, and the numbers that name people."""
