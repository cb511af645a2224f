"""Guidance on how panels operate: pages in versions, in English, Welsh and Easy Read, with who has read them."""
