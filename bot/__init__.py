"""Intake and case-management bot for pre-suit mediation (诉前调解)."""
