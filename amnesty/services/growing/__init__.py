"""What grows and is held at a site, and its check against the policy."""
