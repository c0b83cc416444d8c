"""Where ledgers are kept: an SQLite file, memory, or a PostgreSQL database; one SQL for all, differences in dialects."""
