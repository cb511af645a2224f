"""What stands outside the product and is spoken to through one narrow door each: mailboxes. Each has a fake."""
