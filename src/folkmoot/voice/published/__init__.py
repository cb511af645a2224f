"""“You said, we did”: what was said and what came of it, in words for everybody, agreed by two people, published and kept true."""
