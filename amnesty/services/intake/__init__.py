"""From what is typed or filed to an application: one field list, one reader."""
