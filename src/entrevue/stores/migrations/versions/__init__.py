"""The versions of a ledger's tables, one module a step."""
