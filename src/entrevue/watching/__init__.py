"""Watches at work: feeds looked at again and again, their new pages read, and those told who asked to be."""
