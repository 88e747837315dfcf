"""Finished files into their places: the only room that writes to the disk.

one_by_one  files that need not appear at the same moment, in order
books       the books of one folder: all of them, or those that were there
new_folder  a folder that is not there yet, or empty
scratch     a folder for files that nobody but this process needs
waiting     files that wait beside their places, and what becomes of them where their saving was killed
disk        the calls of the system
problems    what went wrong, as an error with its place
"""

from kyyeu.saving.books import finish_killed, save_together
from kyyeu.saving.new_folder import save_folder
from kyyeu.saving.one_by_one import save
from kyyeu.saving.scratch import drop_scratch, scratch, use_scratch

__all__ = [
    "drop_scratch", "finish_killed", "save", "save_folder", "save_together", "scratch", "use_scratch",
]  # fmt: skip
