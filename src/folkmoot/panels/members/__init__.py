"""Who sits on a panel, how and why they were appointed, what they signed, what they declared, and how they left."""
