"""Texts in Welsh and in Easy Read, sound and video with transcripts: who put what into which language, from which version, and who read it.

Owns: translations, memory, glossary of translators, Easy Read editions, media. The texts belong to the rooms that offer them.
"""
