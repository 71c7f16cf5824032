"""The portal on a telephone: installed, and there when the line is not."""
