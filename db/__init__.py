"""The encrypted store behind the port `amnesty.ports.Register`."""
