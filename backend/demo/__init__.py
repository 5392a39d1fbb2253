"""The demonstration: ready-made workspaces, people who work in them, and realistic data.

Brought in at the first start of an installation, unless ``DEMO`` says no. Everything
goes through the same services as a person's own work.
"""
