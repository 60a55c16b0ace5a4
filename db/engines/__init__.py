"""Where a register is, and opening it: a file or a server."""
