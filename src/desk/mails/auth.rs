//! What the authority's own mail server found out about a sender (`Authentication-Results`, RFC 8601): information, and no more.

use crate::templates::Words;

/// What is checked, in the order of the page.
const CHECKS: [&str; 3] = ["spf", "dkim", "dmarc"];

/// Each check of a server of ours with its outcome in words. What any other server wrote proves nothing and is left out.
pub(super) fn checked(words: &Words, fields: &[String], ours: &[String]) -> Vec<String> {
    let own = fields.iter().filter(|field| is_ours(field, ours));
    let mut found = Vec::new();
    for field in own {
        for part in field.split(';').skip(1) {
            let part = part.trim().to_lowercase();
            let Some((check, rest)) = part.split_once('=') else {
                continue;
            };
            if !CHECKS.contains(&check.trim()) {
                continue;
            }
            let outcome = rest.split([' ', '(', '\t']).next().unwrap_or_default();
            let key = match outcome {
                "pass" => "mail-check-pass",
                "fail" | "hardfail" => "mail-check-fail",
                "softfail" | "policy" | "neutral" => "mail-check-unsure",
                "none" => "mail-check-none",
                _ => "mail-check-error",
            };
            let name = check.trim().to_uppercase();
            let line = words.text(key, &[("check", name.as_str().into())]);
            if !found.contains(&line) {
                found.push(line);
            }
        }
    }
    found
}

fn is_ours(field: &str, ours: &[String]) -> bool {
    let host = field.split(';').next().unwrap_or_default();
    let host = host.split_whitespace().next().unwrap_or_default();
    ours.iter().any(|own| own.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates::Templates;

    #[test]
    fn only_what_a_server_of_ours_found_is_told() {
        let templates = Templates::shared().unwrap();
        let ours = ["mx.region.example".to_owned()];
        let fields = [
            "mx.region.example 1; spf=pass smtp.mailfrom=a@b.example;\r\n dkim=fail (bad) header.d=b.example".to_owned(),
            "evil.example; dmarc=pass".to_owned(),
        ];
        let told = checked(templates.words(), &fields, &ours);
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told[0].contains("SPF") && told[1].contains("DKIM"),
            "{told:?}"
        );
    }
}
