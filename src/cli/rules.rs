//! `rules`: the reader's rules, how many articles each is about, and applying them to what is here.

use serde::Serialize;

use crate::{
    app::count,
    cli::{arguments::RulesOptions, context::Context, error::CliError, output::Out},
    config::{Directories, Rule},
    store::{Reader, WriterThread},
    worker::{RuleSet, apply_rules, count_rules},
};

#[derive(Debug, Serialize)]
struct RuleJson<'a> {
    #[serde(flatten)]
    rule: &'a Rule,
    /// Articles of the cache that it is about; null if its query is not understood.
    articles: Option<usize>,
}

pub(super) fn run(context: &Context, options: &RulesOptions) -> Result<(), CliError> {
    super::search::catch_up_index(context)?;
    let rules = &context.settings.rule;
    let (now, utc_offset) = (context.now(), context.utc_offset());
    let set = RuleSet::new(rules, utc_offset);
    let reader = context.open_reader()?;
    let mut counts = count_rules(&set, &reader, now)?.into_iter();
    let mut out = Out::new();
    for rule in rules {
        let articles = rule.asked().and_then(|_| counts.next());
        if options.json {
            out.json(&RuleJson { rule, articles })?;
        } else {
            out.line(line(rule, articles))?;
        }
    }
    if rules.is_empty() && !options.json {
        let file = context.config_file.display();
        out.line(format!("There are no rules; they are [[rule]] in {file}."))?;
    }
    if options.apply {
        let changed = apply(context, &set, &reader)?;
        let changed = u32::try_from(changed).unwrap_or(u32::MAX);
        super::output::say(format!("{} changed.", count(changed, "article")));
    }
    out.finish()
}

fn apply(context: &Context, rules: &RuleSet, reader: &Reader) -> Result<usize, CliError> {
    let database = context.directories.database();
    Directories::prepare(&database)?;
    let (writer, thread) = WriterThread::start(&database)?;
    let applied = apply_rules(rules, reader, &writer, context.now(), context.utc_offset())?;
    drop(writer);
    // The writer ends when all who send to it are gone.
    let _ = thread.join();
    Ok(applied.changed.len())
}

fn line(rule: &Rule, articles: Option<usize>) -> String {
    let mut does = Vec::new();
    for (word, set) in [
        ("mute", rule.mute),
        ("star", rule.star),
        ("read", rule.read),
        ("notify", rule.notify),
    ] {
        does.extend(set.then(|| word.to_owned()));
    }
    does.extend(rule.tag.iter().map(|tag| format!("tag {tag}")));
    if rule.boost != 0 {
        does.push(format!("boost {:+}", rule.boost));
    }
    let articles = articles.map_or_else(
        || "left out, its query is not understood".to_owned(),
        |articles| count(u32::try_from(articles).unwrap_or(u32::MAX), "article"),
    );
    let name = rule.name.as_ref();
    let name = name.map_or_else(String::new, |name| format!("{name}: "));
    format!("{name}{} → {}  {articles}", rule.query, does.join(", "))
}
