//! Unicode and Danish: normal form, paragraphs, sentences, code point offsets.
