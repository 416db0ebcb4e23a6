"""Dialogues declared as data (YAML) and the pure engine that steps through them."""
