"""How a report leaves: signed by several named people, sent to those who get it, published by a second person, withdrawn with a reason."""
