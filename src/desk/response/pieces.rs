//! What an act is answered with in a browser that has the page open: the pieces of the page that may have changed. Of the text only the
//! paragraphs that the browser does not have as they are now, whoever changed them; the page of a long response is large, and an act
//! changes a line of it.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

use super::{Place, ShowResponse, Shown, draw, load, render, sample};
use crate::app::App;
use crate::desk::answer::field;
use crate::desk::reading::{Block, Para};
use crate::desk::rows::Filter;
use crate::staff::Access;
use crate::templates::Page;
use crate::web::{self, View};

/// The page as its pieces, each of which takes the place of the one with its id.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Pieces(pub ShowResponse);

/// The paragraphs that a browser has: the version of each, by id.
pub(in crate::desk) struct Known(BTreeMap<String, String>);

impl Known {
    /// What a form says that its page has, as `ID:VERSION ID:VERSION …`; none where a form says nothing.
    pub(in crate::desk) fn of(fields: &[(String, String)]) -> Option<Self> {
        let known: BTreeMap<String, String> = field(fields, "kender")
            .split(' ')
            .filter_map(|one| one.split_once(':'))
            .map(|(id, version)| (id.to_owned(), version.to_owned()))
            .collect();
        (!known.is_empty()).then_some(Self(known))
    }

    /// Leaves the paragraphs that are not known as they are; false when others are there than those that are known.
    fn leave_changed(&self, page: &mut ShowResponse) -> bool {
        let mut seen = 0;
        for part in &mut page.parts {
            let mut changed: Vec<Para> = Vec::new();
            for para in std::mem::take(&mut part.blocks)
                .into_iter()
                .flat_map(|block| block.paragraphs)
            {
                match self.0.get(&para.id) {
                    None => return false,
                    Some(version) if *version == para.version => {}
                    Some(_) => changed.push(para),
                }
                seen += 1;
            }
            part.blocks = vec![Block {
                fold: None,
                lines: 0,
                paragraphs: changed,
            }];
        }
        seen == self.0.len()
    }

    /// Answers with the pieces; with the whole page when its paragraphs are others than those that the browser has.
    pub(in crate::desk) async fn answer(
        &self,
        (app, view, access): (&App, &View, &Access),
        number: &str,
        filter: &Filter,
        (status, message): (StatusCode, Option<String>),
    ) -> web::Result<HttpResponse> {
        let mut conn = app.conn().await?;
        let loaded = load::load(&mut conn, access, number).await?;
        let place = Place::default();
        let at = (filter, &place, Shown::Pieces);
        let mut page = load::page(&mut conn, view.words(), access, loaded, at).await?;
        if !self.leave_changed(&mut page) {
            drop(conn);
            let who = (app, view, access);
            return render(who, number, (filter, &place), (status, message)).await;
        }
        page.message = message;
        draw(view, &mut page)?;
        view.page_with_status(status, &Pieces(page))
    }
}

impl Page for Pieces {
    const TEMPLATE: &'static str = "desk/pieces";

    fn sample() -> Self {
        Self(sample::response())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(pairs: &str) -> Option<Known> {
        Known::of(&[("kender".to_owned(), pairs.to_owned())])
    }

    /// The sample's paragraphs as a browser would name them.
    fn named(page: &ShowResponse) -> Vec<(String, String)> {
        let blocks = page.parts.iter().flat_map(|part| &part.blocks);
        blocks
            .flat_map(|block| &block.paragraphs)
            .map(|para| (para.id.clone(), para.version.clone()))
            .collect()
    }

    fn written(pairs: &[(String, String)]) -> String {
        let pairs: Vec<String> = pairs.iter().map(|(id, is)| format!("{id}:{is}")).collect();
        pairs.join(" ")
    }

    #[test]
    fn only_what_the_browser_does_not_have_is_left() {
        let page = sample::response();
        let mut pairs = named(&page);
        assert!(pairs.len() > 1);
        let mut same = page.clone();
        assert!(known(&written(&pairs)).unwrap().leave_changed(&mut same));
        assert_eq!(named(&same), []);
        let changed = pairs[1].clone();
        "other".clone_into(&mut pairs[1].1);
        let mut one = page.clone();
        assert!(known(&written(&pairs)).unwrap().leave_changed(&mut one));
        assert_eq!(named(&one), [changed]);
    }

    #[test]
    fn other_paragraphs_than_the_browser_has_are_the_whole_page() {
        let page = sample::response();
        let mut pairs = named(&page);
        let more = [pairs.clone(), vec![("t9-9".into(), "1".into())]].concat();
        assert!(
            !known(&written(&more))
                .unwrap()
                .leave_changed(&mut page.clone())
        );
        pairs.pop();
        assert!(
            !known(&written(&pairs))
                .unwrap()
                .leave_changed(&mut page.clone())
        );
        assert!(known("").is_none());
        assert!(known("nothing here").is_none());
    }
}
