//! The page on open data.

use serde::Serialize;

use super::{ReleaseHead, sample};
use crate::hearing::pages::HearingHead;
use crate::templates::{Audience, Page, pages};

pages![OpenData];

/// *Åbne data*.
#[derive(Clone, Debug, Serialize)]
pub struct OpenData {
    pub hearing: HearingHead,
    pub release: ReleaseHead,
    pub organisation: String,
    pub files: Vec<DataFile>,
    pub api_href: String,
    pub description_href: String,
    /// The address that every path of the interface begins with.
    pub server: String,
    pub feed_href: String,
}

/// A file of the release.
#[derive(Clone, Debug, Serialize)]
pub struct DataFile {
    pub name: String,
    pub title: String,
    pub href: String,
    pub icon: &'static str,
    pub media_type: String,
    pub size: String,
    /// In hexadecimal.
    pub sha256: String,
    pub schema_href: Option<String>,
}

fn sample() -> OpenData {
    let file = |name: &str, title: &str, media_type: &str, schema: bool| DataFile {
        name: name.into(),
        title: title.into(),
        href: format!("/h/svar/udgave/2/{name}"),
        icon: "file",
        media_type: media_type.into(),
        size: "2,4 MB".into(),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        schema_href: schema.then(|| "/h/svar/udgave/2/hoeringssvar.schema.json".into()),
    };
    OpenData {
        hearing: HearingHead::sample(),
        release: sample::release(),
        organisation: "Region Midtjylland".into(),
        files: vec![
            file(
                "hoeringssvar.json",
                "Alle svar som data",
                "application/json",
                true,
            ),
            file(
                "oversigt.csv",
                "Oversigt til regneark",
                "text/csv; charset=utf-8",
                false,
            ),
        ],
        api_href: "/h/svar/api/samling".into(),
        description_href: "/h/svar/api/openapi.json".into(),
        server: "https://hoering.example/hoeringer/visions-og-udviklingsplan-2023/svar-samlet/api"
            .into(),
        feed_href: "/h/svar/atom.xml".into(),
    }
}

impl Page for OpenData {
    const TEMPLATE: &'static str = "publication/open_data";
    const AUDIENCE: Audience = Audience::Public;

    fn sample() -> Self {
        sample()
    }
}
