"""A picture as it came made what a book can take.

kinds       what a file is, by how it begins
opening     its header read and held against the limits, its pixels decoded
complaints  what a decoder says and does not raise
segments    a JPEG in its segments, and which of them a book needs
looks       what a picture is: its size, whether it is line art
colours     colour profiles
pages_of_pdf the pages of a PDF as pictures
plate       what a picture for print is
for_print   a picture for print: a plate
for_screen  a picture for an e-book
darkroom    all of them made ready, some at a time, and remembered
"""

__all__ = ["darkroom", "for_print", "for_screen", "kinds", "looks", "pages_of_pdf", "plate"]
