"""The door of 151: what a call leaves in the registry."""
