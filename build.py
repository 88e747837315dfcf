#!/usr/bin/env python3
"""Make the booklet: ``python build.py``; ``python build.py --help`` tells the rest."""

from kyyeu.cli import main

if __name__ == "__main__":
    main()
