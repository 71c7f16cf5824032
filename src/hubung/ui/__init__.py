"""The look: tokens, components, icons, dates in words and the frames every page stands in."""
