"""What the product already knows about each characteristic, offered as evidence and frozen when it is taken."""
