"""Papers from the answers of a case: Word a clerk can edit, and PDF."""
