"""Facts and counting: tables, queries, transactions, migrations."""
