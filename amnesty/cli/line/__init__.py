"""Jobs done by answering one question at a time, in plain lines."""
