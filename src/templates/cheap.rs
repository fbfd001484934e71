//! Makes templates cheap to render. handlebars copies all that a partial can see, each time, and copies again what is read within it:
//! a page of a thousand paragraphs would copy itself a thousand times. So a partial without parameters is put where it is called, and a
//! page's content is rendered before its layout, with the data itself and not a copy.

use std::collections::{BTreeMap, BTreeSet};

use handlebars::template::{DecoratorTemplate, Parameter, Template, TemplateElement};

/// The name under which a page's content is kept: no file has it.
pub(super) fn content_of(name: &str) -> String {
    format!("{name}#content")
}

/// Where a layout finds the content that was rendered.
pub(super) const CONTENT: &str = "content#";

/// Puts every partial that is called without parameters in the place of its call.
pub(super) fn put_partials_in(all: &BTreeMap<String, Template>) -> BTreeMap<String, Template> {
    let whole = |(name, template): (&String, &Template)| {
        (
            name.clone(),
            inside(template, all, &mut vec![name.as_str()]),
        )
    };
    all.iter().map(whole).collect()
}

fn inside<'a>(
    template: &Template,
    all: &'a BTreeMap<String, Template>,
    open: &mut Vec<&'a str>,
) -> Template {
    let mut whole = template.clone();
    whole.elements.clear();
    whole.mapping.clear();
    let mut places = template.mapping.iter().cloned();
    for element in &template.elements {
        let place = places.next();
        if let Some((name, partial)) = called(element, all)
            && !open.contains(&name)
        {
            open.push(name);
            let partial = inside(partial, all, open);
            open.pop();
            whole.elements.extend(partial.elements);
            whole.mapping.extend(partial.mapping);
            continue;
        }
        let mut element = element.clone();
        let blocks = match &mut element {
            TemplateElement::HelperBlock(helper) => {
                vec![helper.template.as_mut(), helper.inverse.as_mut()]
            }
            TemplateElement::PartialBlock(partial) => vec![partial.template.as_mut()],
            _ => Vec::new(),
        };
        for block in blocks.into_iter().flatten() {
            *block = inside(block, all, open);
        }
        whole.elements.push(element);
        whole.mapping.extend(place);
    }
    whole
}

/// The partial that an element calls and gives nothing.
fn called<'a>(
    element: &TemplateElement,
    all: &'a BTreeMap<String, Template>,
) -> Option<(&'a str, &'a Template)> {
    let TemplateElement::PartialExpression(call) = element else {
        return None;
    };
    if !call.params.is_empty() || !call.hash.is_empty() || call.indent.is_some() {
        return None;
    }
    let (name, partial) = all.get_key_value(call.name.as_name()?)?;
    Some((name.as_str(), partial))
}

/// A page that is nothing but content in a layout.
pub(super) struct Framed {
    /// The layout around [`CONTENT`].
    pub frame: Template,
    pub content: Template,
    /// What the layout is given of the page's fields.
    pub fields: BTreeSet<String>,
}

/// Parts a page into layout and content; nothing for other templates.
pub(super) fn framed(template: &Template) -> Option<Framed> {
    let mut layout: Option<&DecoratorTemplate> = None;
    for element in &template.elements {
        match element {
            TemplateElement::Comment(_) => {}
            TemplateElement::RawString(text) if text.trim().is_empty() => {}
            TemplateElement::PartialBlock(block) if layout.is_none() => layout = Some(block),
            _ => return None,
        }
    }
    let layout = layout.filter(|it| it.params.is_empty())?;
    let mut fields = BTreeSet::new();
    for value in layout.hash.values() {
        named(value, &mut fields);
    }
    let mut outer = layout.clone();
    let content = outer.template.take()?;
    let source = format!("{{{{{{@root.[{CONTENT}]}}}}}}");
    outer.template = Some(Template::compile(&source).ok()?);
    let mut frame = template.clone();
    frame.elements = vec![TemplateElement::PartialBlock(Box::new(outer))];
    frame.mapping.truncate(1);
    Some(Framed {
        frame,
        content,
        fields,
    })
}

/// The fields of the page that a parameter reads.
fn named(value: &Parameter, fields: &mut BTreeSet<String>) {
    match value {
        Parameter::Path(_) | Parameter::Name(_) => {
            let path = value.as_name().unwrap_or_default();
            let first = path.split(['.', '/', '[']).next().unwrap_or_default();
            fields.insert(first.to_owned());
        }
        Parameter::Subexpression(inner) => {
            let parameters = inner.params().into_iter().flatten();
            let parameters = parameters.chain(inner.hash().into_iter().flat_map(|it| it.values()));
            for value in parameters {
                named(value, fields);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use handlebars::Handlebars;
    use serde_json::json;

    use super::*;

    fn compiled(sources: &[(&str, &str)]) -> BTreeMap<String, Template> {
        let all = sources.iter().map(|(name, source)| {
            let template = Template::compile_with_name(source, (*name).to_owned()).unwrap();
            ((*name).to_owned(), template)
        });
        all.collect()
    }

    fn render(all: &BTreeMap<String, Template>, name: &str, data: &serde_json::Value) -> String {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        for (name, template) in all {
            registry.register_template(name, template.clone());
        }
        registry.render(name, data).unwrap()
    }

    #[test]
    fn a_page_reads_the_same_with_its_partials_put_in() {
        let all = compiled(&[
            ("piece", "<{{text}}{{#if ../open}}!{{/if}}>"),
            ("para", "{{#each pieces}}{{> piece}}{{/each}}\n"),
            (
                "page",
                "{{#each paras}}\n{{> para}}\n{{/each}}\n{{> named x=1}}",
            ),
            ("named", "{{x}}"),
        ]);
        let data = json!({ "paras": [
            { "open": true, "pieces": [{ "text": "a" }, { "text": "b" }] },
            { "open": false, "pieces": [{ "text": "c" }] },
        ] });
        let whole = put_partials_in(&all);
        let expected = "<a!><b!>\n<c>\n1";
        assert_eq!(render(&whole, "page", &data), expected);
        let calls = |it: &Template| format!("{it:?}").matches("PartialExpression").count();
        assert_eq!(calls(&whole["page"]), 1, "the one with a parameter stays");
    }

    #[test]
    fn a_partial_that_calls_itself_is_left_as_it_is() {
        let all = compiled(&[(
            "tree",
            "{{name}}{{#if below}}{{#with below}}{{> tree}}{{/with}}{{/if}}",
        )]);
        let whole = put_partials_in(&all);
        assert!(format!("{:?}", whole["tree"]).contains("PartialExpression"));
    }

    #[test]
    fn a_page_is_parted_into_layout_and_content() {
        let all = compiled(&[(
            "page",
            "{{! about }}\n{{#> layout page_title=(join who.[0].name title) page_head=head}}\n<p>{{text}}</p>\n{{/layout}}\n",
        )]);
        let page = framed(&all["page"]).unwrap();
        let fields: Vec<&str> = page.fields.iter().map(String::as_str).collect();
        assert_eq!(fields, ["head", "title", "who"]);
        let bare = compiled(&[("bare", "<p>{{text}}</p>{{#> layout}}x{{/layout}}")]);
        assert!(framed(&bare["bare"]).is_none());
    }
}
