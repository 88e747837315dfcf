"""Days as newspaper pages write them: the same to whoever makes an article and to whoever proves it."""

import re
from collections.abc import Iterator
from datetime import date

from kyyeu.model import KnownDate

DAY = re.compile(r"(?<!\d)([0-9]{1,2})\s?[/.-]\s?([0-9]{1,2})\s?[/.-]\s?((?:1[89]|20)[0-9]{2})(?!\d)")
"""A day of the years 1800 to 2099, which the calendar may lack."""


def find_days(text: str) -> Iterator[date]:
    """The days that a text names, in order, those the calendar lacks left out.

    >>> [*map(str, find_days("Thứ Tư, 18 / 10 / 2017 - 08:29, 31/2/2017"))]
    ['2017-10-18']
    """
    for match in DAY.finditer(text):
        day, month, year = map(int, match.groups())
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def names_date(text: str, known: KnownDate) -> bool:
    """Whether a text names the date: a day that it may be or, where no day is known, the month and the year.

    >>> names_date("Tháng 10 năm 2017", KnownDate(2017, 10)), names_date("18/10/2017", KnownDate(2017, 9))
    (True, False)
    """
    days = [*find_days(text)]
    if days or known.day:
        return any(known.may_be(day) for day in days)
    numbers = {int(digits) for digits in re.findall("[0-9]+", text)}
    return known.year in numbers and (not known.month or known.month in numbers)
