//! References of XML. There are no entities here but the five that every document has.

use quick_xml::events::BytesRef;

/// The letter that a reference of XML stands for (`&amp;`, `&#230;`); nothing for an entity that only a document type would know.
#[must_use]
pub fn reference(name: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = name.resolve_char_ref() {
        return letter.to_string();
    }
    match name.xml10_content().as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_owned()
}
