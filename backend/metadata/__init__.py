"""Metadata: the model, the workspaces and the offline profile, as designs and as published versions.

Documents are JSON in the shapes of :mod:`backend.protocol.metadata`. A design is
edited by patches and may be wrong; what is published is whole, checked, numbered and
never changes.
"""
