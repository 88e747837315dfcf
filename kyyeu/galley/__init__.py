"""The galley: the booklet's text on wide paper for a reader with a pencil."""
