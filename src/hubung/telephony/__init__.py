"""Calls: the engine, the menu, the queue, agents at their telephones, recordings."""
