//! What stands in a cell of a spreadsheet.

/// A cell that no spreadsheet takes for a formula (OWASP, *CSV Injection*).
#[must_use]
pub fn neutral_cell(cell: &str) -> String {
    let first = cell.trim_start_matches([' ', '\u{a0}']).chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            format!("'{cell}")
        }
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::neutral_cell;

    #[test]
    fn a_cell_that_looks_like_a_formula_is_neutralised() {
        for formula in [
            "=1+1", "+45", "-2", "@SUM(A1)", "\t=1", " =1", "\u{a0}=1", "＝1",
        ] {
            assert_eq!(neutral_cell(formula), format!("'{formula}"));
        }
        assert_eq!(neutral_cell("Klitvang Kommune"), "Klitvang Kommune");
        assert_eq!(neutral_cell(""), "");
    }
}
