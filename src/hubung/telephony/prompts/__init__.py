"""What callers hear: texts in both languages, spoken by a voice or by an office's own recording.

- `catalogue.TEXTS`: every prompt the program itself needs, by its key, as a text.
- `parts.digits("26")`, `parts.number(12)`, `parts.position(3)`: figures as keys of short prompts.
- `sounds.sound(key, language)`: the name the engine plays, as `sound:/…/sounds/id/welcome`.
- `speaking.prepare()`: speaks what has no sound yet into the state folder, at start and after a
  change; returns what could not be spoken, and why, in sentences.
- `services`: an office's own words and recordings.
"""
