"""The callers' menu: a tree kept as data, walked by a pure interpreter.

For the program that drives calls:

    menu = services.in_force()                     # reads the database: from a thread, per call
    walk, step = start(menu.tree, at=clock.now(), emergency=menu.emergency)
    while not walk.ended:
        …do what the step says, wait for something to be heard…
        walk, step = advance(walk, heard)

What is heard:

- `Digits("1")`: keys, one or several, at any time: while a prompt is played too. Send each as it
  comes; what was pressed ahead is kept in the walk.
- `Silence()`: the prompts of a `Play` are over and its `timeout_seconds` passed without a key
  (0: at the end of the prompts), or the `timeout_seconds` of a `Listen` passed.
- `Told(prompts)`: the answer to `AskStatus`; no prompts: there is nothing to tell under this
  number.

What to do:

- `Play(prompts, timeout_seconds)`: stop what is played, play these one after another, then wait.
  Each prompt has a key and a language: `prompts.sound(prompt.key, prompt.language)`.
- `Listen(timeout_seconds)`: stop what is played; wait for the next key.
- `GoOn()`: nothing changes; what is played goes on, and so does the time.
- `AskStatus(number)`: look the case up (`151-26-0047-1182-1`, its check digit is right already)
  and answer with `Told`.
- `Enqueue(queue, language, sector, priority, recorded)`, `Voicemail(box, language, sector)`,
  `HangUp()`: the walk is over (`walk.ended`). `recorded` is False when the caller refused.

Everything is a frozen value, so a walk can be kept, compared and taken up again. Every walk ends:
silence, wrong keys, a hole in the tree and too many turns lead to the tree's `person`. The
language and the sector chosen so far stand in `walk.language` and `walk.sector`.
"""
