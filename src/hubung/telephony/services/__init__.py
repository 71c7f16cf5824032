"""What changes the records of calls; each function is one transaction."""
