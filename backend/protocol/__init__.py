"""The shapes of everything that travels: metadata documents, messages, problems.

Shapes only, and marshmallow only. What the shapes mean is decided by the
features that load and dump them; TypeScript types, the OpenAPI document and the
check of the protocol version are all made from this package.
"""
