"""Work that nobody waits for: tasks that run again and again while the server is up."""
