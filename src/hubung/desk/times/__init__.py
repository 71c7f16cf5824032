"""The services of a unit at the desk: which there are, and how long they really took."""
