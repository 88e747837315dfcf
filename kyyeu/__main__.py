"""``python3 -m kyyeu``: the command, where its own name is not on the path."""

from kyyeu.cli import main

if __name__ == "__main__":
    main(called="python3 -m kyyeu")
