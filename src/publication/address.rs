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

/// What there is of open data, and what it may be used for.
#[must_use]
pub fn open_data(slug: &str) -> String {
    format!("{}/aabne-data", compilation(slug))
}

/// News of releases and responses.
#[must_use]
pub fn feed(slug: &str) -> String {
    format!("{}/atom.xml", compilation(slug))
}

/// The read-only interface for programs; `path` begins with a slash.
#[must_use]
pub fn api(slug: &str, path: &str) -> String {
    format!("{}/api{path}", compilation(slug))
}

/// A response as data.
#[must_use]
pub fn api_response(slug: &str, reference: &str) -> String {
    api(slug, &format!("/svar/{reference}"))
}

/// Where the signing keys are shown: pinned, since it is on the authority's own site.
pub const KEY: &str = "/noegle.json";

/// Where a receipt is checked.
#[must_use]
pub fn check(slug: &str) -> String {
    format!("{}/kontroller", compilation(slug))
}

/// The secretariat's page.
#[must_use]
pub fn staff(slug: &str) -> String {
    format!("/sekretariat/{slug}/offentliggoerelse")
}
