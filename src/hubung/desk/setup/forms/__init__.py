"""What is filled in to run the desk."""
