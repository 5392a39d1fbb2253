"""Unsent drafts of forms, kept sealed for the other devices of their writer."""
