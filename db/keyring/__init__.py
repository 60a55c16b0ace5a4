"""From a passphrase to the keys of a role: slots, the staff table, the file's key."""
