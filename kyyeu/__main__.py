"""``python3 -m kyyeu``: the command, where its own name is not on the path."""

import sys

from kyyeu.cli import main

if __name__ == "__main__":
    main(called=f"{'python' if sys.platform == 'win32' else 'python3'} -m kyyeu")
