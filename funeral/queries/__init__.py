"""Funeral's questions; they never write."""
