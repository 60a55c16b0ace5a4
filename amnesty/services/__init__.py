"""What a person does: one plain function and one transaction each."""
