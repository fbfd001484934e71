//! Names of folders on the wire: modified UTF-7 (RFC 3501, 5.1.3) in quotes, so that `Uønsket mail` is found.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{GeneralPurpose, general_purpose::NO_PAD};

use super::ImapError;

const BASE64: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// A folder's name as a quoted string.
pub(super) fn quoted(folder: &str) -> Result<String, ImapError> {
    if folder.is_empty() || folder.contains(char::is_control) {
        return Err(ImapError::Settings(
            "the folder's name is empty or holds a line break".into(),
        ));
    }
    let escaped = encoded(folder).replace('\\', "\\\\").replace('"', "\\\"");
    Ok(format!("\"{escaped}\""))
}

fn encoded(name: &str) -> String {
    let mut wire = String::new();
    let mut shifted: Vec<u8> = Vec::new();
    for letter in name.chars() {
        if matches!(letter, ' '..='~') {
            flush(&mut wire, &mut shifted);
            wire.push(letter);
            if letter == '&' {
                wire.push('-');
            }
        } else {
            let mut units = [0; 2];
            shifted.extend(
                letter
                    .encode_utf16(&mut units)
                    .iter()
                    .flat_map(|unit| unit.to_be_bytes()),
            );
        }
    }
    flush(&mut wire, &mut shifted);
    wire
}

fn flush(wire: &mut String, shifted: &mut Vec<u8>) {
    if !shifted.is_empty() {
        wire.push('&');
        wire.push_str(&BASE64.encode(&shifted));
        wire.push('-');
        shifted.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_names_and_ampersands_are_encoded() {
        assert_eq!(encoded("INBOX"), "INBOX");
        assert_eq!(encoded("Uønsket mail"), "U&APg-nsket mail");
        assert_eq!(encoded("R&D"), "R&-D");
        assert_eq!(encoded("台北"), "&U,BTFw-");
        assert_eq!(quoted(r#"a"b\c"#).unwrap(), r#""a\"b\\c""#);
        assert!(quoted("a\r\nb").is_err());
    }
}
