//! Closes the holes in the strict mode of handlebars, which lets `{{#if missing}}`, `{{#each missing}}`, `{{#with missing}}`
//! and missing partial parameters pass: before each of these a hidden `{{require path}}` is put, which fails on a name that
//! the page does not have. A field that is there and null is no mistake.

use anyhow::Context;
use handlebars::template::{HelperTemplate, Parameter, Subexpression, Template, TemplateElement};
use handlebars::{Helper, HelperDef, HelperResult, Output, RenderContext, RenderErrorReason};

/// The helper's name; no template writes it.
pub(super) const REQUIRE: &str = "require";

/// Compiles a template, without checks.
pub(super) fn compile(name: &str, source: &str) -> anyhow::Result<Template> {
    Template::compile_with_name(source, name.to_owned())
        .with_context(|| format!("template {name} does not parse"))
}

/// Puts the hidden checks into a template.
pub(super) fn check(template: &mut Template) {
    let elements = std::mem::take(&mut template.elements);
    let places = std::mem::take(&mut template.mapping);
    let mut places = places.into_iter();
    for mut element in elements {
        let place = places.next();
        let mut paths = Vec::new();
        match &mut element {
            TemplateElement::HelperBlock(helper) => {
                collect(
                    &mut helper.params.iter().chain(helper.hash.values()),
                    &mut paths,
                );
                inside(helper);
            }
            TemplateElement::Expression(helper) | TemplateElement::HtmlExpression(helper) => {
                collect(
                    &mut helper.params.iter().chain(helper.hash.values()),
                    &mut paths,
                );
            }
            TemplateElement::PartialExpression(partial)
            | TemplateElement::PartialBlock(partial) => {
                collect(
                    &mut partial.params.iter().chain(partial.hash.values()),
                    &mut paths,
                );
                if let Some(block) = &mut partial.template {
                    check(block);
                }
            }
            _ => {}
        }
        for path in paths {
            template.elements.push(require(path));
            template.mapping.extend(place.clone());
        }
        template.elements.push(element);
        template.mapping.extend(place);
    }
}

fn inside(helper: &mut HelperTemplate) {
    for block in [&mut helper.template, &mut helper.inverse]
        .into_iter()
        .flatten()
    {
        check(block);
    }
}

fn collect(parameters: &mut dyn Iterator<Item = &Parameter>, paths: &mut Vec<Parameter>) {
    for parameter in parameters {
        match parameter {
            Parameter::Path(_) => paths.push(parameter.clone()),
            Parameter::Subexpression(inner) => {
                collect(&mut inner.params().into_iter().flatten(), paths);
                collect(
                    &mut inner.hash().into_iter().flat_map(|hash| hash.values()),
                    paths,
                );
            }
            _ => {}
        }
    }
}

fn require(path: Parameter) -> TemplateElement {
    *Subexpression::new(
        Parameter::Name(REQUIRE.to_owned()),
        vec![path],
        Default::default(),
    )
    .element
}

/// Writes nothing, and fails when its parameter does not exist.
pub(super) struct Require;

impl HelperDef for Require {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg handlebars::Handlebars<'reg>,
        _: &'rc handlebars::Context,
        _: &mut RenderContext<'reg, 'rc>,
        _: &mut dyn Output,
    ) -> HelperResult {
        match helper.param(0) {
            Some(value) if !value.is_value_missing() => Ok(()),
            value => Err(RenderErrorReason::MissingVariable(
                value.and_then(|value| value.relative_path().cloned()),
            )
            .into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use handlebars::Handlebars;
    use serde_json::json;

    use super::*;

    fn render(source: &str, data: &serde_json::Value) -> Option<String> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_helper(REQUIRE, Box::new(Require));
        for (name, source) in [
            ("part", "[{{x}}]"),
            ("frame", "<{{> @partial-block}}>"),
            ("it", source),
        ] {
            let mut template = compile(name, source).unwrap();
            check(&mut template);
            registry.register_template(name, template);
        }
        registry.render("it", data).ok()
    }

    #[test]
    fn a_missing_name_fails_wherever_it_stands() {
        for source in [
            "{{missing}}",
            "{{#if missing}}x{{/if}}",
            "{{#if a}}{{else if missing}}x{{/if}}",
            "{{#unless missing}}x{{/unless}}",
            "{{#each missing}}x{{/each}}",
            "{{#each list}}{{#if this.missing}}x{{/if}}{{/each}}",
            "{{#with missing}}x{{/with}}",
            "{{#if (not missing)}}x{{/if}}",
            "{{> part x=missing}}",
            "{{> part missing}}",
            "{{#> frame}}{{> part x=missing}}{{/frame}}",
            "{{#> frame}}{{#if missing}}x{{/if}}{{/frame}}",
        ] {
            assert_eq!(
                render(source, &json!({"a": false, "list": [{}]})),
                None,
                "{source}"
            );
        }
    }

    #[test]
    fn a_field_that_is_null_or_false_is_no_mistake() {
        let data = json!({"null": null, "no": false, "list": [{"b": 1}], "empty": []});
        for (source, expected) in [
            ("{{#if null}}x{{else}}y{{/if}}", "y"),
            ("{{#if no}}x{{else if null}}y{{else}}z{{/if}}", "z"),
            ("{{#each empty}}x{{else}}y{{/each}}", "y"),
            (
                "{{#each list}}{{@index}}{{b}}{{#if @first}}f{{/if}}{{/each}}",
                "01f",
            ),
            ("{{#each list as |row|}}{{> part x=row.b}}{{/each}}", "[1]"),
            ("{{#> frame}}{{> part x=@root.no}}{{/frame}}", "<[false]>"),
        ] {
            assert_eq!(render(source, &data).as_deref(), Some(expected), "{source}");
        }
    }
}
