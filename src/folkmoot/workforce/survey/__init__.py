"""What staff said in the People Survey, by group: gaps with their tests, the service beside everybody, years with their breaks.

Published figures of groups alone: no answer of a person is ever loaded. The reading of workbooks is `published.survey`.
"""
