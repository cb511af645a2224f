"""The draw: the list fixed, phrases sealed and opened, cases drawn, and a receipt that anybody can check."""
