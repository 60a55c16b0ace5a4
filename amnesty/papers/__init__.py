"""The printed papers, drawn by reportlab."""
