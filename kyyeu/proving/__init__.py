"""The proof that an article is its source: the declared damage and emendations, and nothing else, lie between them."""
