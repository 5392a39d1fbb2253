"""The one language of filters and rules: a JSON tree, checked, evaluated in Python, and filters as SQL.

Pure: entities, fields and tables come in as arguments. The phone evaluates the same trees in
``frontend/expressions``; ``tests/vectors/expressions.json`` and generated trees prove all evaluators
equal. ``docs/expressions.md`` describes the language.
"""
