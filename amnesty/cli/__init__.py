"""The `amnesty` command: the only place where store, signer and screens meet."""
