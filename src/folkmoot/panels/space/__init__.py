"""The members' own pages, and what members do between meetings: whom they told, where they were invited, what they think of the panel."""
