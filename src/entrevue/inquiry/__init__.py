"""Questions to the ledger: dossiers, timelines, networks, and whether a claim holds."""
