"""The service's own mailbox: what reading one takes (`protocol`), over IMAP (`imap`), and in memory (`memory`)."""
