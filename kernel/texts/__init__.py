"""短信: a text to a family's phone is a row of the change that causes it, and sent after it."""
