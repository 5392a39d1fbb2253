"""HTTPS without anyone's help: a local authority, a certificate, and the page that makes phones trust them.

Service workers need HTTPS, and a server in an office network has no public name to get a certificate for.
Nothing here knows Flask, the database or the settings: the run command uses it before the server starts.
"""
