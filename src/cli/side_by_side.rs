//! What the articles of a story say side by side: its sources with what repeats or rests on what, and
//! as Markdown a brief, figures that differ, quotes, and whom they cite.

use crate::{
    app::{OpenStory, copied_share},
    compare::{Comparison, Row, RowKind, Verdict},
    model::{ArticleId, Member, StoryId},
};

/// The lines of the sections; none where a story has one article.
pub(super) fn lines(story: StoryId, comparison: &Comparison, members: &[Member]) -> Vec<String> {
    if comparison.articles.len() < 2 {
        return Vec::new();
    }
    let told = Tellers {
        comparison,
        members,
    };
    let mut lines = Vec::new();
    if let Some(sources) =
        Some(sources(story, comparison, members)).filter(|sources| !sources.is_empty())
    {
        lines.push("## Sources".to_owned());
        lines.push(String::new());
        lines.extend(sources.into_iter().map(|source| {
            let item = source.trim_start();
            format!("{}- {item}", &source[..source.len() - item.len()])
        }));
        lines.push(String::new());
    }
    let brief: Vec<String> = told.brief();
    section(&mut lines, "In brief", brief);
    let figures = comparison.facts.iter();
    let figures = figures.filter(|row| row.kind == RowKind::Figure && row.verdict != Verdict::Only);
    section(
        &mut lines,
        "Figures",
        figures.map(|row| told.figure(row)).collect(),
    );
    let quotes = comparison.facts.iter();
    let quotes = quotes.filter(|row| row.kind == RowKind::Quote);
    let mut quotes: Vec<String> = quotes.map(|row| told.quote(row)).collect();
    if quotes.is_empty() {
        let articles = comparison.articles.len();
        quotes.push(format!("No direct quote in {articles} articles."));
    }
    section(&mut lines, "Quotes", quotes);
    section(&mut lines, "Cited", told.cited());
    lines
}

/// A line for every member of a story, copies indented below what they repeat: "Quay Weekly, copy of
/// Harbor Ledger, 96 %", "Analyst Post, based on Bloomberg"; none where a story has one.
pub(super) fn sources(story: StoryId, comparison: &Comparison, members: &[Member]) -> Vec<String> {
    if members.len() < 2 {
        return Vec::new();
    }
    let arranged = OpenStory::new(story, members.to_vec());
    let line = |member: &Member| {
        let mut line = member.source.clone();
        if let Some(original) = member.copy_of.and_then(|of| arranged.member(of)) {
            line = format!(
                "  {line}, copy of {}, {}",
                original.source,
                copied_share(member)
            );
        }
        if let Some(agency) = comparison.agency(member) {
            line.push_str(&format!(", {agency} text"));
        }
        if let Some(name) = comparison.based_on(member) {
            line.push_str(&format!(", based on {name}"));
        }
        line
    };
    arranged.members.iter().map(line).collect()
}

fn section(lines: &mut Vec<String>, title: &str, items: Vec<String>) {
    if items.is_empty() {
        return;
    }
    lines.push(format!("## {title}"));
    lines.push(String::new());
    lines.extend(items.into_iter().map(|item| format!("- {item}")));
    lines.push(String::new());
}

/// Who tells what.
struct Tellers<'a> {
    comparison: &'a Comparison,
    members: &'a [Member],
}

impl Tellers<'_> {
    fn source(&self, place: usize) -> &str {
        let article = self.comparison.articles.get(place);
        article.map_or("", |compared| self.source_of(compared.article))
    }

    fn source_of(&self, article: ArticleId) -> &str {
        let member = self.members.iter().find(|member| member.article == article);
        member.map_or("", |member| member.source.as_str())
    }

    fn brief(&self) -> Vec<String> {
        let sentences = self.comparison.brief.iter().filter_map(|chosen| {
            let account = &self.comparison.articles.get(chosen.account)?.account;
            let sentence = &account.statements.get(chosen.statement)?.text;
            Some(format!("{sentence} [{}]", self.source(chosen.account)))
        });
        sentences.collect()
    }

    /// "**cracks** differs: 14 (Seaport Daily), 31 (Marsk Post)".
    fn figure(&self, row: &Row) -> String {
        let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
        for cell in &row.cells {
            let source = self.source(cell.account);
            match told.iter_mut().find(|(text, _)| *text == cell.text) {
                Some((_, sources)) if sources.contains(&source) => {}
                Some((_, sources)) => sources.push(source),
                None => told.push((&cell.text, vec![source])),
            }
        }
        let told: Vec<String> = told
            .into_iter()
            .map(|(text, sources)| format!("{text} ({})", sources.join(", ")))
            .collect();
        let subject = [row.subject.as_str(), row.unit.as_str()];
        let subject = subject.into_iter().find(|words| !words.is_empty());
        let subject = subject.map_or(String::new(), |words| format!("**{words}** "));
        format!("{subject}{}: {}", row.verdict.name(), told.join(", "))
    }

    fn quote(&self, row: &Row) -> String {
        let text = row
            .cells
            .iter()
            .map(|cell| cell.text.as_str())
            .max_by_key(|text| text.len());
        let mut sources: Vec<&str> = row
            .cells
            .iter()
            .map(|cell| self.source(cell.account))
            .collect();
        sources.dedup();
        let speaker = match row.subject.as_str() {
            "" => String::new(),
            speaker => format!(" {speaker},"),
        };
        format!(
            "“{}” —{speaker} in {}",
            text.unwrap_or_default(),
            sources.join(", ")
        )
    }

    fn cited(&self) -> Vec<String> {
        let cited = self.comparison.cited.iter().map(|citation| {
            let mut by: Vec<&str> = citation
                .by
                .iter()
                .map(|(place, _)| self.source(*place))
                .collect();
            by.dedup();
            let domain = citation
                .domain
                .as_ref()
                .map_or(String::new(), |domain| format!(" ({domain})"));
            let first = if citation.first {
                ", said to have reported first"
            } else {
                ""
            };
            format!(
                "{}{domain}, cited by {}{first}",
                citation.name,
                by.join(", ")
            )
        });
        cited.collect()
    }
}
