"""The one language of filters: a JSON tree, checked, compiled to SQL, and evaluated in Python.

Pure: entities, fields and tables come in as arguments. The phone evaluates the same trees in
``frontend/expressions``; ``tests/vectors/expressions.json`` proves all evaluators equal.
"""
