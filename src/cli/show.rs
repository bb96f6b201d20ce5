//! `show`: a story, an article or a page of the web, rendered. Of an article the full text is shown
//! where it is there and is the better one, else the feed's own.

use std::sync::Arc;

use serde::Serialize;

use crate::{
    app::{PageState, Version},
    cli::{
        arguments::ShowOptions,
        changes::{self, ChangeJson},
        context::Context,
        error::CliError,
        kept_brief,
        mark::{Target, find},
        output::Out,
        page,
    },
    compare::ReadText,
    export::{DecisionJson, StoryForm, decisions_json},
    ingest::{Page, Repeated, canonical_url, plain_text, readable_page},
    layout::{self, lay_out},
    model::{
        ArticleId, ArticlePage, ArticleText, Barrier, CitedWork, Document, Enclosure, Kind,
        StoryId, Timestamp,
    },
    runtime::{Habits, choose_text, read_story, text_history},
    store::Reader,
};

const TEXT_CAP: usize = 4 * 1024 * 1024;

pub(super) fn run(context: &Context, options: &ShowOptions) -> Result<(), CliError> {
    let reader = context.open_reader()?;
    if let Some(canonical) = canonical_url(&options.target)
        && reader.article_at(&canonical)?.is_none()
    {
        return show_page(context, options);
    }
    // Of a followed story that is gone its brief is kept.
    if let Ok(story) = options.target.parse::<StoryId>()
        && reader
            .story_rows(&[reader.current_story(story)?])?
            .is_empty()
        && let Some(brief) = reader.kept_brief(story)?
    {
        return kept_brief::print(context, &brief, options.json, options.width);
    }
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
    let story = read_story(
        reader,
        id,
        wish(options),
        (context.now(), context.utc_offset()),
    )?
    .ok_or_else(|| CliError::Failed(format!("{id} is not in the cache.")))?;
    let mut out = Out::new();
    match options {
        options if options.json => out.json(&story)?,
        options if options.markdown => out.text(&story.written(StoryForm::Markdown))?,
        options if options.html => out.text(&story.written(StoryForm::Html))?,
        options => out.text(&story.written(StoryForm::Text(options.width)))?,
    }
    out.finish()
}

fn show_article(reader: &Reader, id: ArticleId, options: &ShowOptions) -> Result<(), CliError> {
    let article = ReadArticle::load(reader, id)?;
    let mut out = Out::new();
    let history = text_history(reader, &Habits::default(), id, ReadText::default())?;
    if options.json {
        let changes = changes::changes_json(history.as_ref());
        out.json(&ArticleJson::new(reader, &article, changes, options)?)?;
    } else {
        render(&mut out, &article.leaf(wish(options)), options)?;
        if let Some(history) = &history {
            changes::render(&mut out, history, options)?;
        }
    }
    out.finish()
}

/// A page of the web that no feed has brought, as it is read.
fn show_page(context: &Context, options: &ShowOptions) -> Result<(), CliError> {
    let (url, mut page) = page::read(context, &options.target)?;
    page.document = readable_page(&page, Some(&url)).document;
    let mut out = Out::new();
    if options.json {
        out.json(&PageJson::new(&url, &page))?;
    } else {
        render(&mut out, &Leaf::of_page(url, page), options)?;
    }
    out.finish()
}

/// An article with its page, if somebody looked at that.
pub(super) struct ReadArticle {
    pub text: ArticleText,
    page: Option<ArticlePage>,
    /// What its feed puts into every article.
    repeated: Arc<Repeated>,
}

impl ReadArticle {
    pub fn load(reader: &Reader, id: ArticleId) -> Result<Self, CliError> {
        let text = reader
            .article(id)?
            .ok_or_else(|| CliError::Failed(format!("{id} is not in the cache.")))?;
        let page = reader.page(id)?;
        let repeated = Habits::default().of(reader, text.feed)?;
        Ok(Self {
            text,
            page,
            repeated,
        })
    }

    /// The wanted one of its texts, or the better one, as it is rendered.
    pub fn leaf(&self, wish: Option<Version>) -> Leaf {
        let mut chosen = choose_text(&self.text, self.page.as_ref(), &self.repeated, wish);
        chosen.add_tags_line();
        Leaf {
            title: self.text.title.clone(),
            byline: byline(&self.text, chosen.version),
            url: self.text.url.clone(),
            comments: self.text.comments.clone(),
            enclosures: self.text.enclosures.clone(),
            document: chosen.document,
        }
    }

    /// Whether the text of its page is here.
    pub fn has_page(&self) -> bool {
        let chosen = choose_text(&self.text, self.page.as_ref(), &self.repeated, None);
        chosen.page == PageState::There
    }
}

fn wish(options: &ShowOptions) -> Option<Version> {
    options.feed_text.then_some(Version::Feed)
}

/// What is rendered.
pub(super) struct Leaf {
    pub title: String,
    byline: String,
    url: Option<String>,
    comments: Option<String>,
    enclosures: Vec<Enclosure>,
    pub document: Document,
}

impl Leaf {
    fn of_page(url: String, page: Page) -> Self {
        let mut said: Vec<String> = page.source.iter().chain(&page.byline).cloned().collect();
        said.extend(page.published.map(Timestamp::dated));
        Self {
            title: Some(page.title)
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| url.clone()),
            byline: said.join(" · "),
            url: Some(url),
            comments: None,
            enclosures: Vec::new(),
            document: page.document,
        }
    }

    /// The page at an address, fetched now.
    pub fn fetched(context: &Context, url: &str) -> Result<Self, CliError> {
        let (url, mut page) = page::read(context, url)?;
        page.document = readable_page(&page, Some(&url)).document;
        Ok(Self::of_page(url, page))
    }

    /// Its lines; code and tables may be wider.
    pub fn lines(&self, width: usize, options: layout::Options) -> Vec<String> {
        let mut lines = layout::wrap_line(&self.title, width);
        lines.extend(layout::wrap_line(&self.byline, width));
        lines.push(self.url.clone().unwrap_or_default());
        if let Some(comments) = &self.comments {
            lines.push(format!("Discussion: {comments}"));
        }
        for file in &self.enclosures {
            let facts = file.facts().join(" · ");
            lines.push(format!("Enclosure: {} ({facts})", file.url));
        }
        lines.push(String::new());
        for line in lay_out(&self.document, width, options).lines {
            let text: String = line.spans.iter().map(|span| span.text.as_str()).collect();
            lines.push(text.trim_end().to_owned());
        }
        lines
    }
}

fn render(out: &mut Out, leaf: &Leaf, options: &ShowOptions) -> Result<(), CliError> {
    if options.html {
        let title = layout::escape(&leaf.title);
        out.line(format!("<article>\n<h2>{title}</h2>"))?;
        out.line(format!("<p>{}</p>", layout::escape(&leaf.byline)))?;
        let files = leaf.enclosures.iter().map(|file| {
            let (url, name) = (layout::escape(&file.url), layout::escape(file.name()));
            let facts = layout::escape(&file.facts().join(" · "));
            format!("<p><a href=\"{url}\">{name}</a> ({facts})</p>\n")
        });
        let files: String = files.collect();
        out.line(format!(
            "{}{files}</article>",
            layout::to_html(&leaf.document)
        ))
    } else if options.markdown {
        out.line(format!("## {}\n\n*{}*\n", leaf.title, leaf.byline))?;
        if let Some(url) = &leaf.url {
            out.line(format!("<{url}>\n"))?;
        }
        out.line(layout::to_markdown(&leaf.document))?;
        for file in &leaf.enclosures {
            out.line(format!("- <{}> ({})", file.url, file.facts().join(" · ")))?;
        }
        Ok(())
    } else {
        render_text(out, leaf, options.width)
    }
}

fn render_text(out: &mut Out, leaf: &Leaf, width: usize) -> Result<(), CliError> {
    for line in leaf.lines(width, layout::Options::default()) {
        out.line(line)?;
    }
    out.line("")
}

/// Source, way, author, time and which text, in one line.
fn byline(article: &ArticleText, version: Version) -> String {
    let byline = layout::byline(article);
    match version {
        Version::Full => format!("{byline} · full text"),
        Version::Feed => byline,
    }
}

#[derive(Debug, Serialize)]
struct PageJson<'a> {
    /// It is no article of the cache.
    id: Option<ArticleId>,
    title: &'a str,
    source: Option<&'a str>,
    author: Option<&'a str>,
    url: &'a str,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    lang: Option<&'a str>,
    full: bool,
    barrier: Option<&'a str>,
    words: u32,
    text: String,
}

impl<'a> PageJson<'a> {
    fn new(url: &'a str, page: &'a Page) -> Self {
        Self {
            id: None,
            title: &page.title,
            source: page.source.as_deref(),
            author: page.byline.as_deref(),
            url,
            published: page.published,
            updated: page.updated,
            lang: page.lang.as_deref(),
            full: true,
            barrier: None,
            words: page.document.words,
            text: page.text(),
        }
    }
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
    /// Its text changed after it was read.
    changed: bool,
    revisions: u32,
    /// Whether this is the text of its page, and not the feed's own.
    full: bool,
    /// What the page showed instead of the article, the last time somebody looked.
    barrier: Option<&'static str>,
    words: u32,
    text: String,
    enclosures: &'a [Enclosure],
    /// The works that it says it draws on.
    cited: Vec<CitedWork>,
    /// What its publisher files it under.
    tags: Vec<String>,
    /// Tags that the reader, or a rule, gave it.
    own_tags: &'a [String],
    /// Its story is followed.
    followed: bool,
    /// Its story is folded away.
    muted: bool,
    /// The line or two that lists show of it.
    summary: &'a str,
    /// Earlier texts, oldest first.
    earlier: Vec<EarlierJson>,
    /// What changed from each of them to the next.
    changes: Vec<ChangeJson>,
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
    fn new(
        reader: &Reader,
        read: &'a ReadArticle,
        changes: Vec<ChangeJson>,
        options: &ShowOptions,
    ) -> Result<Self, CliError> {
        let article = &read.text;
        let chosen = choose_text(article, read.page.as_ref(), &read.repeated, wish(options));
        let earlier = reader
            .revisions(article.id)?
            .into_iter()
            .map(|revision| EarlierJson {
                until: revision.until,
                title: revision.title,
                text: plain_text(&revision.html, TEXT_CAP),
            });
        let reason = reader.reason(article.id)?;
        let story = reader.story_rows(&[article.story])?.pop();
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
            changed: article.changed,
            revisions: article.revisions,
            full: chosen.version == Version::Full,
            barrier: match chosen.page {
                PageState::Missing(barrier) => barrier.map(Barrier::name),
                PageState::There | PageState::Unknown => None,
            },
            words: chosen.document.words,
            text: chosen.document.text(),
            enclosures: &article.enclosures,
            cited: chosen.document.cited,
            tags: chosen.tags,
            own_tags: &article.own_tags,
            followed: story.as_ref().is_some_and(|story| story.followed),
            muted: story.as_ref().is_some_and(|story| story.muted),
            summary: &article.summary,
            earlier: earlier.collect(),
            changes,
            reason: reason.and_then(|reason| serde_json::from_str(&reason).ok()),
            decisions: decisions_json(&reader.decisions_about(article.id)?),
        })
    }
}
