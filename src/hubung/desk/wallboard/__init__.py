"""The wallboard for the room, and the live page of who leads the shift."""
