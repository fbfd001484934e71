//! Text with soft line ends (RFC 3676).

/// Joins the soft line ends of format=flowed (RFC 3676); quoted lines keep their marks.
pub(super) fn unflow(text: &str, delsp: bool) -> String {
    let mut lines: Vec<(usize, String, bool)> = Vec::new();
    for line in text.split('\n') {
        let depth = line.chars().take_while(|letter| *letter == '>').count();
        let rest = line.get(depth..).unwrap_or_default();
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let soft = rest.ends_with(' ') && rest != "-- ";
        let content = if soft && delsp {
            rest.get(..rest.len() - 1).unwrap_or_default()
        } else {
            rest
        };
        match lines.last_mut() {
            Some((known, text, true)) if *known == depth && rest != "-- " => {
                text.push_str(content);
                if let Some(last) = lines.last_mut() {
                    last.2 = soft;
                }
            }
            _ => lines.push((depth, content.to_owned(), soft)),
        }
    }
    let joined: Vec<String> = lines
        .into_iter()
        .map(|(depth, text, _)| {
            if depth == 0 {
                text
            } else {
                format!("{} {text}", ">".repeat(depth))
            }
        })
        .collect();
    joined.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_line_ends_are_joined_and_the_signature_mark_is_not() {
        assert_eq!(
            unflow("En to \ntre\n\n-- \nEva\n> citat \n> mere", false),
            "En to tre\n\n-- \nEva\n> citat mere"
        );
    }
}
