"""The kinds of contributions: what each makes of its header and its text.

manners    the manner of each kind
lines      a paragraph cut into its lines
verse      poems: lines stay lines
voices     interviews: who asks and who answers
years      chronicles: years and events
"""
