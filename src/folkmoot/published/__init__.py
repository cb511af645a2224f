"""Published tables as they really are: recognised by content, read with every oddity said, and turned into counts. No Django.

Begin with `reading.recognise`, `reading.read` and `reading.read_all`; `counts.to_counts` gives their counts. `oddities` looks for what
spoils any table. Results of the People Survey are read by `survey`.
"""
