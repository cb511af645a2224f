"""An attacker: somebody who has everything that is released together, knows how tables add up, and can solve linear programmes.

`attack` is given what is printed and answers, for each withheld figure, between which values it must lie. It shares no code with what
withholds, and is run against every release before the release is made. Method: the attacker's problem of M. Fischetti and J. J.
Salazar-González (Management Science 47, 2001, 1008-1027), over linked tables; Handbook on Statistical Disclosure Control (2024),
chapters 4 (interval audit) and 5 (linked tables).

Linked tables are joined as a graphical model: where the sets of characteristics form an acyclic hypergraph, tables that agree on
what they share are the margins of one table of everything (Vorob'ev 1962; Beeri, Fagin, Maier and Yannakakis 1983), so that it is
enough to ask for that agreement. A cycle, as in A x B, B x C, A x C, is joined into one table of A x B x C.

The intervals are those of a linear programme. They are exact for whoever does not insist on whole numbers; for tables of two
characteristics and for chains of such tables whole numbers make no difference.
"""

from folkmoot.stats.attacker.attacking import Found, Interval, attack
from folkmoot.stats.attacker.errors import Contradictory, TooEntangled
from folkmoot.stats.attacker.knowledge import NOTHING_MORE, Knowledge, known_of
from folkmoot.stats.attacker.seen import Figure, Seen, SeenRow, seen, withheld_figures

__all__ = [
    "NOTHING_MORE",
    "Contradictory",
    "Figure",
    "Found",
    "Interval",
    "Knowledge",
    "Seen",
    "SeenRow",
    "TooEntangled",
    "attack",
    "known_of",
    "seen",
    "withheld_figures",
]
