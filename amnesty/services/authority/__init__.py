"""What the authority decides for all, who works for it, and their signing in."""
