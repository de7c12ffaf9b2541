"""The history of the tables; `storage.migrate` applies it."""
