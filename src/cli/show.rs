//! `show`: a story or an article, rendered.

use serde::Serialize;

use crate::{
    app::{WHY_LABELS, Why, WhyPart},
    cli::{
        arguments::ShowOptions,
        context::Context,
        error::CliError,
        mark::{Target, find},
        output::Out,
        stories::{DecisionJson, ReasonJson, StoryJson, counts, decisions_json},
    },
    ingest::{document, plain_text},
    layout::{self, lay_out},
    model::{ArticleId, ArticleText, Document, Enclosure, Kind, StoryId, Timestamp},
    store::Reader,
    text::count_words,
};

const TEXT_CAP: usize = 4 * 1024 * 1024;

pub(super) fn run(context: &Context, options: &ShowOptions) -> Result<(), CliError> {
    let reader = context.open_reader()?;
    match find(&reader, &options.target)? {
        Target::Story(story) => show_story(context, &reader, story, options),
        Target::Article(article) => show_article(&reader, article, options),
    }
}

fn show_story(
    context: &Context,
    reader: &Reader,
    id: StoryId,
    options: &ShowOptions,
) -> Result<(), CliError> {
    let row = reader
        .story_rows(&[id])?
        .pop()
        .ok_or_else(|| CliError::Failed(format!("{id} is not in the cache.")))?;
    let members = reader.members(id)?;
    let reasons = reader.reasons(id)?;
    let earlier = reader.earlier(id)?;
    let mut out = Out::new();
    if options.json {
        let mut told = Vec::with_capacity(reasons.len());
        for member in reasons {
            let noted = reader.reason(member.article)?;
            let noted = noted.and_then(|reason| serde_json::from_str(&reason).ok());
            told.push(ReasonJson::new(member, noted));
        }
        let story = StoryJson::new(row, members, earlier.map(|earlier| earlier.id));
        out.json(&story.with_reasons(told))?;
        return out.finish();
    }
    let articles: Vec<_> = members
        .iter()
        .map(|member| article_text(reader, member.article))
        .collect::<Result<_, _>>()?;
    let heading = format!("{} ({})", row.title, counts(&row));
    match () {
        () if options.html => out.line(format!("<h1>{}</h1>", layout::escape(&heading)))?,
        () if options.markdown => out.line(format!("# {heading}\n"))?,
        () => out.line(format!(
            "{heading}\n{}",
            "═".repeat(options.width.clamp(1, 80))
        ))?,
    }
    for article in &articles {
        render(&mut out, article, options)?;
    }
    if !options.html && !options.markdown {
        if let Some(earlier) = earlier {
            out.line(format!("Earlier: {} ({})\n", earlier.title, earlier.id))?;
        }
        let mut why = Why::new(id, None);
        why.members = Some(reasons);
        render_reasons(&mut out, &why, context, options.width)?;
    }
    out.finish()
}

/// Why the articles are one story, as the screen tells it.
fn render_reasons(
    out: &mut Out,
    why: &Why,
    context: &Context,
    width: usize,
) -> Result<(), CliError> {
    let reasons = why.members.as_deref().unwrap_or_default();
    if reasons.len() == 1 && reasons[0].decisions.is_empty() {
        return Ok(());
    }
    out.line("Why these articles are one story\n")?;
    for line in why.lines(width, context.now(), context.utc_offset()) {
        let (label, text) = (line.label, line.text);
        let line = match line.part {
            WhyPart::Blank => String::new(),
            WhyPart::Current | WhyPart::Member => text,
            WhyPart::Sentence | WhyPart::Decision => format!("  {text}"),
            WhyPart::Fact => format!("  {label:<WHY_LABELS$}{text}"),
        };
        out.line(line)?;
    }
    Ok(())
}

fn show_article(reader: &Reader, id: ArticleId, options: &ShowOptions) -> Result<(), CliError> {
    let article = article_text(reader, id)?;
    let mut out = Out::new();
    if options.json {
        out.json(&ArticleJson::new(reader, &article)?)?;
    } else {
        render(&mut out, &article, options)?;
    }
    out.finish()
}

fn article_text(reader: &Reader, id: ArticleId) -> Result<ArticleText, CliError> {
    reader
        .article(id)?
        .ok_or_else(|| CliError::Failed(format!("{id} is not in the cache.")))
}

fn render(out: &mut Out, article: &ArticleText, options: &ShowOptions) -> Result<(), CliError> {
    let document = document(&article.html, article.url.as_deref(), &article.title);
    if options.html {
        out.line(format!(
            "<article>\n<h2>{}</h2>",
            layout::escape(&article.title)
        ))?;
        out.line(format!("<p>{}</p>", layout::escape(&byline(article))))?;
        out.line(format!("{}</article>", layout::to_html(&document)))
    } else if options.markdown {
        out.line(format!("## {}\n\n*{}*\n", article.title, byline(article)))?;
        if let Some(url) = &article.url {
            out.line(format!("<{url}>\n"))?;
        }
        out.line(layout::to_markdown(&document))
    } else {
        render_text(out, article, &document, options.width)
    }
}

fn render_text(
    out: &mut Out,
    article: &ArticleText,
    document: &Document,
    width: usize,
) -> Result<(), CliError> {
    for line in layout::wrap_line(&article.title, width) {
        out.line(line)?;
    }
    for line in layout::wrap_line(&byline(article), width) {
        out.line(line)?;
    }
    out.line(article.url.as_deref().unwrap_or_default())?;
    if let Some(comments) = &article.comments {
        out.line(format!("Discussion: {comments}"))?;
    }
    out.line("")?;
    for line in lay_out(document, width, layout::Options::default()).lines {
        let text: String = line.spans.iter().map(|span| span.text.as_str()).collect();
        out.line(text.trim_end())?;
    }
    out.line("")
}

/// Source, way, author and time in one line.
fn byline(article: &ArticleText) -> String {
    let mut parts = vec![article.source.clone()];
    parts.extend(article.via.as_ref().map(|via| format!("via {via}")));
    parts.extend(
        article
            .author
            .clone()
            .filter(|author| *author != article.source),
    );
    parts.push(
        article
            .published
            .utc()
            .format("%-d %b %Y %H:%M UTC")
            .to_string(),
    );
    parts.join(" · ")
}

#[derive(Debug, Serialize)]
struct ArticleJson<'a> {
    id: ArticleId,
    story: StoryId,
    title: &'a str,
    source: &'a str,
    via: Option<&'a str>,
    author: Option<&'a str>,
    url: Option<&'a str>,
    comments: Option<&'a str>,
    published: Timestamp,
    updated: Option<Timestamp>,
    first_seen: Timestamp,
    lang: Option<&'a str>,
    kind: Kind,
    read: bool,
    starred: bool,
    revisions: u32,
    words: u32,
    text: String,
    enclosures: &'a [Enclosure],
    /// Earlier texts, oldest first.
    earlier: Vec<EarlierJson>,
    /// Why it stands in its story; null where it opened one.
    reason: Option<serde_json::Value>,
    /// What the reader decided about it.
    decisions: Vec<DecisionJson>,
}

#[derive(Debug, Serialize)]
struct EarlierJson {
    until: Timestamp,
    title: String,
    text: String,
}

impl<'a> ArticleJson<'a> {
    fn new(reader: &Reader, article: &'a ArticleText) -> Result<Self, CliError> {
        let text = plain_text(&article.html, TEXT_CAP);
        let earlier = reader
            .revisions(article.id)?
            .into_iter()
            .map(|revision| EarlierJson {
                until: revision.until,
                title: revision.title,
                text: plain_text(&revision.html, TEXT_CAP),
            });
        let reason = reader.reason(article.id)?;
        Ok(Self {
            id: article.id,
            story: article.story,
            title: &article.title,
            source: &article.source,
            via: article.via.as_deref(),
            author: article.author.as_deref(),
            url: article.url.as_deref(),
            comments: article.comments.as_deref(),
            published: article.published,
            updated: article.updated,
            first_seen: article.first_seen,
            lang: article.lang.as_deref(),
            kind: article.kind,
            read: article.read,
            starred: article.starred,
            revisions: article.revisions,
            words: count_words(&text),
            text,
            enclosures: &article.enclosures,
            earlier: earlier.collect(),
            reason: reason.and_then(|reason| serde_json::from_str(&reason).ok()),
            decisions: decisions_json(reader.decisions_about(article.id)?),
        })
    }
}
