"""What waits for a person: the inbox in the product, digests by e-mail, and the outbox that loses nothing and doubles nothing."""
