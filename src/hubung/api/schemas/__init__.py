"""What goes in and out, as the interface describes it."""
