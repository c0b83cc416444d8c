"""The ledger: accounts and decisions in, engagements and persons out. It knows a port `Store`, no database."""
