"""The kinds of contributions: what each makes of its header and its text.

idioms    the idiom of each kind
broken_lines a paragraph cut into its lines
verse      poems: lines stay lines
formalities what stands around letters, speeches, memoirs and poems, typed as part of them
typed_lines lines of paragraphs and of a table's columns
formal_lines what a line of that says that it is
voices     interviews: who asks and who answers
years      chronicles: years and events
people     people as cards, or in a table
terms      people in groups: by a column, or by rows that say so
roll       names in columns
album      pictures of which pages are made
tables     a table that lies beside a text
columns    what the columns of a table are
workbook   a workbook as rows of what it shows
number_formats numbers and days as a spreadsheet shows them
"""
