"""What the program says: its sentences in two languages, with the numbers in them as each writes them."""
