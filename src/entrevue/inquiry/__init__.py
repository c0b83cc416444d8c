"""Questions to the ledger: what claims ask of it, and what it says to them."""
