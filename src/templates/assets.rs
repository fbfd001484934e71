//! Stylesheets, scripts, fonts and pictures, in the binary. Each has an address that holds its hash, so it may be kept forever.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/dist/"]
#[allow_missing = true]
struct Files;

/// A file to serve.
pub struct Asset {
    pub content_type: &'static str,
    pub bytes: Cow<'static, [u8]>,
    /// The same, compressed in advance, where that is worth it.
    pub gzip: Option<Cow<'static, [u8]>>,
    /// First digits of the SHA-256 of the content.
    pub hash: String,
    /// The address held the hash of the content: it will never be anything else.
    pub immutable: bool,
}

/// The address of an asset, such as `/assets/site.3f2a9c01.css`; `None` for a name that was not built.
#[must_use]
pub fn address(name: &str) -> Option<String> {
    let file = Files::get(name)?;
    let hash = hash(&file);
    Some(match name.rsplit_once('.') {
        Some((stem, extension)) => format!("/assets/{stem}.{hash}.{extension}"),
        None => format!("/assets/{name}.{hash}"),
    })
}

/// The asset at an address (what follows `/assets/`), with or without its hash.
#[must_use]
pub fn at(path: &str) -> Option<Asset> {
    let hashed = without_hash(path)
        .filter(|name| address(name).is_some_and(|it| it == format!("/assets/{path}")));
    let immutable = hashed.is_some();
    let name = hashed.unwrap_or_else(|| path.to_owned());
    let file = Files::get(&name)?;
    Some(Asset {
        content_type: content_type(&name),
        hash: hash(&file),
        bytes: file.data,
        gzip: Files::get(&format!("{name}.gz")).map(|file| file.data),
        immutable,
    })
}

fn hash(file: &rust_embed::EmbeddedFile) -> String {
    hex::encode(&file.metadata.sha256_hash()[..4])
}

fn without_hash(path: &str) -> Option<String> {
    let (rest, extension) = path.rsplit_once('.')?;
    let (stem, _) = rest.rsplit_once('.')?;
    Some(format!("{stem}.{extension}"))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
