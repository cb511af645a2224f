"""A frozen report in words: sentences, tables and charts as plain blocks, from which the web page and the PDF are both made."""
