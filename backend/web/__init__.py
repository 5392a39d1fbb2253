"""What every reply has in common: problems, JSON, security headers, health."""
