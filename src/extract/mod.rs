//! From a file to its text, in a child process with limits.
