"""Every portion of ashes: where it is now, and who had it at each hour."""
