"""What staff hear in their own conversations, and what they told us of themselves so that work can find them."""
