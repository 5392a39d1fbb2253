"""Realistic made-up data from a seed: for the demo workspaces, and for the designer's practice data.

Pure: a random source, a day called today and a model go in, records come out. Nothing
here knows the database; who stores the records sends them through ``records.apply``.
"""
