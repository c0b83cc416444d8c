"""Who may do what: users, passwords, sign-ins, tokens, permissions. It knows the ledger's port, no database, no HTTP."""
