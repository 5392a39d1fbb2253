"""The conversation with a device: hello, push, pull and snapshot as plain functions.

Each takes the session of one transaction, the user and the fields of one message, and returns the fields
of its reply. None of them sees JSON, a socket or Flask; :mod:`backend.channel` deals with those.
"""
