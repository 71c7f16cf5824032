"""The people of *First light*, and what each of them does and sees."""
