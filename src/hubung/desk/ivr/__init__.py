"""The callers' menu as people see it: drawn, edited, tried, put live; its prompts; the emergency.

- `strip`: where each step stands in the drawing (pure); `steps`: what a step says, in words.
- `forms.step`: a step of the menu as a form, and back (pure but for the words of the page).
- `views`: the pages, under `/desk/pengaturan/telepon/`.
"""
