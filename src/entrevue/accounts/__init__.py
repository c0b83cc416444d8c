"""Linked mentions → accounts of engagements and claims."""
