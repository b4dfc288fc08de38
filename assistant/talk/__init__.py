"""A paper on the writer's desk and the talk about it: what is asked, heard, given and kept."""
