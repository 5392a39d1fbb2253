"""What a field can be: one module per field type, and the registry that names them.

A field type knows the wire form of its values, their columns and their meaning when
they are compared and searched. Nothing here knows a session, a record or a person.
"""
