"""The commands of ``dev.py`` and the set-up that they share.

What runs before the virtual environment exists uses the standard library
only. No command imports the application; the generators of checked-in files,
which do, run in a process of their own.
"""
