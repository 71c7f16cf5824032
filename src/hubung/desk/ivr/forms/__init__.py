"""A step, the menu, a prompt and the announcement as forms."""
