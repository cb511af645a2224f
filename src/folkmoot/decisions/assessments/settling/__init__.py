"""From a finished draft to a signed, published and reviewed assessment, and the versions that follow it."""
