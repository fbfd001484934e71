//! What HTML's elements mean for the text: blocks, blank space, earlier mails, hidden parts.

use html5ever::tokenizer::Tag;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Quote,
    Indent,
    Hidden,
}

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tbody"
            | "thead"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "blockquote"
            | "pre"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "aside"
            | "main"
            | "nav"
            | "figure"
            | "form"
            | "fieldset"
            | "address"
            | "center"
            | "body"
            | "html"
            | "head"
            | "hr"
            | "details"
            | "summary"
            | "listing"
            | "xmp"
    )
}

/// The blank space around an element: 2 a blank line, 1 a new line.
pub(super) fn margin(name: &str, class: &str) -> usize {
    match name {
        "p" if class.starts_with("Mso") || class == "p1" || class == "p2" => 1,
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "table"
        | "blockquote" | "pre" | "figure" | "hr" | "listing" | "xmp" => 2,
        "td" | "th" => 0,
        _ if is_block(name) => 1,
        _ => 0,
    }
}

/// Whether nothing inside an element is text.
pub(super) fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "title"
            | "head"
            | "template"
            | "xml"
            | "object"
            | "iframe"
            | "svg"
            | "math"
    )
}

pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "img"
            | "hr"
            | "meta"
            | "link"
            | "input"
            | "area"
            | "base"
            | "col"
            | "embed"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "basefont"
            | "frame"
    )
}

pub(super) fn attribute(tag: &Tag, name: &str) -> String {
    tag.attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map_or_else(String::new, |attribute| attribute.value.to_string())
}

/// What an element's attributes say about it: an earlier mail, hidden, or an indent.
pub(super) fn mark_of(tag: &Tag, name: &str, class: &str) -> Option<Mark> {
    let style = attribute(tag, "style").to_lowercase().replace(' ', "");
    let hidden = [
        "display:none",
        "visibility:hidden",
        "mso-hide:all",
        "font-size:0;",
        "font-size:0px",
        "font-size:0pt",
        "max-height:0;",
    ]
    .iter()
    .any(|sign| style.contains(sign))
        || style.ends_with("font-size:0")
        || tag
            .attrs
            .iter()
            .any(|attribute| &*attribute.name.local == "hidden");
    if hidden {
        return Some(Mark::Hidden);
    }
    let id = attribute(tag, "id");
    let quoted = [
        "gmail_quote",
        "gmail_attr",
        "moz-cite-prefix",
        "yahoo_quoted",
        "protonmail_quote",
        "moz-forward-container",
        "zmail_extra",
    ]
    .iter()
    .any(|sign| {
        class
            .split_whitespace()
            .any(|word| word == *sign || word.starts_with("gmail_quote"))
    }) || [
        "divRplyFwdMsg",
        "OLK_SRC_BODY_SECTION",
        "mail-editor-reference-message-container",
    ]
    .contains(&id.as_str());
    if quoted || (name == "blockquote" && attribute(tag, "type").eq_ignore_ascii_case("cite")) {
        return Some(Mark::Quote);
    }
    (name == "blockquote").then_some(Mark::Indent)
}
