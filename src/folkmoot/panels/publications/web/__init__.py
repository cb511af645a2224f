"""Pages on which publications are made and agreed, and the public pages of panels."""
