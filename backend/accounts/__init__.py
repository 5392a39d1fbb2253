"""People as accounts: sign-in, roles and what they allow, devices.

A person is a record like any other; here stands what no record may hold: his
credentials, his roles and his devices, keyed by the person's record id.
"""
