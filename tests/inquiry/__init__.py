"""Inquiry: verdicts over a fixed ledger."""
