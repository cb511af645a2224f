"""What is finished at the desk: what came of an activity against its plan, who came, who of us took part, what was used."""
