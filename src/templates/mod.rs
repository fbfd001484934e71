//! Pages as values, and the words on them.
