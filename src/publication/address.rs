//! Where things are, without host. Addresses of responses and themes hold for good.

/// The compilation.
#[must_use]
pub fn compilation(slug: &str) -> String {
    format!("/hoeringer/{slug}/svar-samlet")
}

/// One response, by reference (or by receipt number, before references are fixed).
#[must_use]
pub fn response(slug: &str, reference: &str) -> String {
    format!("{}/{reference}", compilation(slug))
}

/// The passages under a theme.
#[must_use]
pub fn theme(slug: &str, frame: &str, theme: &str) -> String {
    format!("{}/tema/{frame}/{theme}", compilation(slug))
}

/// Those of one category.
#[must_use]
pub fn theme_in_category(slug: &str, frame: &str, name: &str, letter: &str) -> String {
    format!("{}?kategori={letter}", theme(slug, frame, name))
}

#[must_use]
pub fn search(slug: &str) -> String {
    format!("{}/soeg", compilation(slug))
}

/// The memo.
#[must_use]
pub fn memo(slug: &str) -> String {
    format!("{}/notat", compilation(slug))
}

/// A file of one release. Its bytes never change.
#[must_use]
pub fn file(slug: &str, number: i32, name: &str) -> String {
    format!("{}/udgave/{number}/{name}", compilation(slug))
}

/// The secretariat's page.
#[must_use]
pub fn staff(slug: &str) -> String {
    format!("/sekretariat/{slug}/offentliggoerelse")
}
