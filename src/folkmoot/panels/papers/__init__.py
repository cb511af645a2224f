"""Papers for meetings: a file or words, for every member or for named ones, until a day; and the files that the room keeps."""
