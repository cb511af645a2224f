"""Easy Read editions: short words and pictures, read before release by people who need them."""
