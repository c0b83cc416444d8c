"""Mentions → what belongs together: roles, holders, chains, days, places, sides, sameness; learned, with reasons."""
