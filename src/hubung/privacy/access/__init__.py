"""What is handed over to somebody who asks for a copy of their data."""
