"""A county made up for showing and trying the system; every name in it is invented."""
