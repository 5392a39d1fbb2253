"""Spreadsheets: rows that come in and become records, lists that go out.

What comes in is read once into plain rows on the disk, shown, mapped to fields, checked, and brought in slice
by slice through the one write path. Nothing of it is a formula, in either direction.
"""
