"""The interview: a pure machine, two front ends, and the file that every answer goes into."""
