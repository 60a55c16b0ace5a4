"""From a certificate to bytes that a stranger can trust, and back."""
