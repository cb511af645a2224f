"""Who comes to a meeting: replies, guests, substitutes, attendance, and leaving in its midst."""
