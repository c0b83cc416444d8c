"""Much at once: archives and folders of pages, on all cores or a cluster, into Parquet or a ledger."""
