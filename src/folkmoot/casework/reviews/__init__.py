"""Reviews of the quality of casework with equality questions: drawn by chance, read by two people apart, and the process itself assessed.

Owns question sets, rounds, the cases drawn under numbers, readings, settlements, learning and assessments. It keeps no reference: of a
case there is a mark that only this installation can make, and coarse facts.
"""
