//! `compare`: a filter over the articles of one story in the order they are read; each is taken as
//! seen before the next.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use crate::{
    cli::{
        error::CliError,
        lines::{Line, read_lines},
        output::{Out, read_input},
    },
    compare::{
        Account, Known, Novelty, based_on, brief, casing, citations, copied_from, facts,
        is_same_publisher, novelty,
    },
    export::{Tables, Told},
    ingest::{About, Repeated, body_html, clean_line, readable},
};

#[derive(Debug, Serialize)]
struct Compared<'a> {
    articles: Vec<Article<'a>>,
    #[serde(flatten)]
    tables: Tables<'a>,
}

#[derive(Debug, Serialize)]
struct Article<'a> {
    id: &'a Value,
    sentences: usize,
    new: Vec<New<'a>>,
    copied_from: Option<Copied<'a>>,
    /// On whose report it rests.
    based_on: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct New<'a> {
    sentence: usize,
    text: &'a str,
    tokens: Vec<TokenOut>,
}

#[derive(Debug, Serialize)]
struct TokenOut {
    text: String,
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct Copied<'a> {
    id: &'a Value,
    share: f32,
}

/// Reads the articles of a story, prints one object.
pub(super) fn run(file: Option<&Path>) -> Result<(), CliError> {
    let bytes = read_input(file.unwrap_or(Path::new("-")))?;
    let lines: Vec<Line> = read_lines(&bytes).map_err(CliError::Failed)?;
    let accounts: Vec<Account> = lines.iter().map(account).collect();
    let all: Vec<&Account> = accounts.iter().collect();
    let casing = casing(accounts.iter());
    let (mut known, mut articles) = (Known::default(), Vec::new());
    for (at, (line, account)) in lines.iter().zip(&accounts).enumerate() {
        let new = if at == 0 {
            Novelty::default()
        } else {
            novelty(account, known.all(), &casing)
        };
        articles.push(article(line, account, new, &lines, &all[..at]));
        known.add(account, &casing);
    }
    let told: Vec<Told> = lines.iter().map(told_by).collect();
    let rows = facts(&all, &casing);
    let cited = citations(&all);
    let tables = Tables::new(&told, &all, &rows, &cited, &brief(&all, &casing));
    let compared = Compared { articles, tables };
    let mut out = Out::new();
    out.json(&compared)?;
    out.finish()
}

fn told_by(line: &Line) -> Told {
    Told {
        id: line.id.clone(),
        source: line.source.clone(),
        published: line.published(),
        updates: Vec::new(),
    }
}

/// A line read for comparing, cleaned as an article of a feed is.
pub fn account(line: &Line) -> Account {
    let title = clean_line(line.title.as_deref().unwrap_or_default());
    let text = line.text.as_deref().unwrap_or_default();
    let about = About {
        title: &title,
        source: line.source.as_deref().unwrap_or_default(),
        ..About::default()
    };
    let html = body_html(text);
    let read = readable(&html, line.url.as_str(), &about, &Repeated::default());
    Account::new(&title, &read.document, line.lang.as_deref())
}

fn article<'a>(
    line: &'a Line,
    account: &'a Account,
    new: Novelty,
    lines: &'a [Line],
    earlier: &[&Account],
) -> Article<'a> {
    let sentences = new.sentences.into_iter().map(|sentence| New {
        sentence: sentence.statement,
        text: &account.statements[sentence.statement].text,
        tokens: sentence
            .tokens
            .into_iter()
            .map(|token| TokenOut {
                kind: token.kind.name(),
                text: token.text,
            })
            .collect(),
    });
    Article {
        id: &line.id,
        sentences: account.statements.len(),
        new: sentences.collect(),
        based_on: rests_on(line, account),
        copied_from: copied_from(account, earlier).map(|(at, share)| Copied {
            id: &lines[at].id,
            share: (share * 100.0).round() / 100.0,
        }),
    }
}

/// Nobody's report rests on its own.
fn rests_on<'a>(line: &Line, account: &'a Account) -> Option<&'a str> {
    let source = line.source.as_deref().unwrap_or_default();
    based_on(account).filter(|name| !is_same_publisher(name, source))
}
