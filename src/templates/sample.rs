//! The list of pages of each feature, filled with their samples, so that a test can render every one of them.

use super::{Audience, Page, Site, Templates};

/// One page in one state.
pub struct Sample {
    /// Name of the struct, without its path.
    pub page: &'static str,
    pub template: &'static str,
    /// Empty for the usual state.
    pub state: &'static str,
    pub audience: Audience,
    render: Render,
}

type Render = Box<dyn Fn(&Templates) -> anyhow::Result<String>>;

impl Sample {
    /// The page as it is served: a public one without a token, a letter as plain text.
    ///
    /// # Errors
    /// When the template asks for what the page does not have.
    pub fn render(&self, templates: &Templates) -> anyhow::Result<String> {
        (self.render)(templates)
    }
}

/// Every state of one page.
#[must_use]
pub fn samples_of<P: Page + 'static>() -> Vec<Sample> {
    let name = std::any::type_name::<P>();
    let name = name.rsplit("::").next().unwrap_or(name);
    P::samples()
        .into_iter()
        .map(|(state, page)| Sample {
            page: name,
            template: P::TEMPLATE,
            state,
            audience: P::AUDIENCE,
            render: Box::new(move |templates| match P::AUDIENCE {
                Audience::Letter => templates.plain(&page),
                Audience::Public => {
                    let site = Site {
                        csrf: String::new(),
                        ..Site::sample()
                    };
                    templates.html(&page, &site)
                }
                _ => templates.html(&page, &Site::sample()),
            }),
        })
        .collect()
}

/// Lists the pages of a feature: `pages![ListHearings, ShowHearing];` makes its `pub fn samples()`, which a test collects.
macro_rules! pages {
    ($($page:ty),+ $(,)?) => {
        /// Every page of this feature in every state that its samples show.
        #[must_use]
        pub fn samples() -> Vec<$crate::templates::Sample> {
            let mut all = Vec::new();
            $( all.extend($crate::templates::samples_of::<$page>()); )+
            all
        }
    };
}
pub(crate) use pages;
