"""Finding what cannot be read: which words are kept, asked for, and judged."""
