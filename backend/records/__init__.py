"""Records: entity tables, the one way to write them, reading, history, conflicts, blobs.

Every business value is written by :func:`backend.records.apply.apply`, whoever asks. Nothing here knows
devices' scopes, messages or sockets.
"""
