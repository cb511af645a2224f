"""Every string in a file's bytes, by what the bytes are; used by `carriers`."""
