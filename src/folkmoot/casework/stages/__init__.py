"""The stages of the process, each with who is counted, who has the outcome and what it is a share of. Pure: no database.

Owns `data/fields.csv` (what a column of a case extract may say of somebody), `data/stages.csv` (outcomes made of it) and
`data/flags.csv` (hate crime strands, crimes against older people, violence against women and girls).
"""
