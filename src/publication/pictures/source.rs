//! What the pages of one file are painted from: for a release, and for staff who look at it.

use bytes::Bytes;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Cover, cover, paint_page};
use crate::app::App;
use crate::extract::{Extractor, Painted, Why};
use crate::publication::evidence::{HiddenText, PageSource, Spot};
use crate::publication::form::can_be_pictures;
use crate::redaction::{Ground, PageBox, Redaction};
use crate::response::{Part, TextVersion};
use crate::schema::files;
use crate::text::{RangeKind, Span};

impl PageSource {
    /// Puts together what belongs to a part; `redactions` and `boxes` may hold those of others.
    pub(in crate::publication) fn of(
        (part, file, spot): (&Part, &[u8], Spot),
        text: Option<&TextVersion>,
        redactions: &[Redaction],
        boxes: &[PageBox],
    ) -> Self {
        let pages = part.pages.and_then(|pages| u32::try_from(pages).ok());
        Self {
            spot,
            part_id: part.id,
            file: file.to_vec(),
            media_type: part.media_type.clone(),
            pages: pages.unwrap_or(1),
            by_letters: text.is_some_and(|text| text.deriver == "ocr"),
            text_id: text.map(|text| text.id).unwrap_or_default(),
            text: text.map(|text| text.text.clone()).unwrap_or_default(),
            hidden: text
                .map(|text| covered(text, redactions))
                .unwrap_or_default(),
            boxes: boxes
                .iter()
                .filter(|one| one.part_id == part.id)
                .cloned()
                .collect(),
            signatures: part.signatures().is_some(),
        }
    }
}

/// The redactions that are covered on the page. Heads and feet of pages that were taken out of the text as no part of it stand in the
/// letter as it was sent.
fn covered(text: &TextVersion, redactions: &[Redaction]) -> Vec<HiddenText> {
    let margin = |kind| matches!(kind, RangeKind::PageHeader | RangeKind::PageFooter);
    let marked = text.marked();
    let margins: Vec<Span> = marked
        .into_iter()
        .filter(|range| margin(range.kind))
        .map(|range| range.span())
        .collect();
    let of_margin = |row: &Redaction| {
        let span = row.span();
        let within = |margin: &Span| margin.start <= span.start && span.end <= margin.end;
        row.ground == Ground::NotPart && margins.iter().any(within)
    };
    let own = redactions.iter().filter(|row| row.text_id == text.id);
    own.filter(|row| !of_margin(row))
        .map(|row| HiddenText {
            id: row.id,
            span: row.span(),
            not_part: row.ground == Ground::NotPart,
        })
        .collect()
}

/// The pages of a file as they would be painted now.
pub struct Pages {
    source: PageSource,
    bytes: Bytes,
    extractor: Extractor,
}

impl Pages {
    /// Those of a part; none where its pages cannot be drawn.
    ///
    /// # Errors
    /// When the database or storage fails.
    pub async fn of(
        app: &App,
        conn: &mut AsyncPgConnection,
        part: &Part,
    ) -> anyhow::Result<Option<Self>> {
        let Some(file) = part.file_id.filter(|_| can_be_pictures(part)) else {
            return Ok(None);
        };
        let sha256: Vec<u8> = files::table
            .find(file)
            .select(files::sha256)
            .first(conn)
            .await?;
        let text = match part.text_id {
            Some(id) => Some(TextVersion::find(conn, id).await?),
            None => None,
        };
        let texts: Vec<i64> = part.text_id.into_iter().collect();
        let redactions = Redaction::of_texts(conn, &texts).await?;
        let boxes = PageBox::of_parts(conn, &[part.id]).await?;
        let what = (part, sha256.as_slice(), Spot::of("", ""));
        let source = PageSource::of(what, text.as_ref(), &redactions, &boxes);
        Ok(Some(Self {
            bytes: app.storage.read(&sha256).await?,
            extractor: Extractor::new(app.program.clone()),
            source,
        }))
    }

    #[must_use]
    pub fn count(&self) -> u32 {
        self.source.pages
    }

    /// What is covered, and what a person has to cover. Of a scan with hidden text this takes seconds a page, the first time.
    pub async fn cover(&self) -> Cover {
        cover(&self.extractor, &self.bytes, &self.source).await
    }

    /// A page as the public would see it.
    ///
    /// # Errors
    /// Why it cannot be drawn.
    pub async fn painted(&self, page: u32, cover: &Cover) -> Result<Painted, Why> {
        paint_page(&self.extractor, (&self.bytes, &self.source), (page, cover)).await
    }
}
