"""How long a volume takes that has 2, 20, 50, 200 or 1000 articles, beside what one would use instead."""
