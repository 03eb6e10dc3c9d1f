"""What travels between machines as text: records to lines and back, and the folder they lie in.

Knows no database. `docs/sync-format.md` describes the format.
"""
