"""Ashes nobody collects: who was told how, and what two persons decide in the end."""
