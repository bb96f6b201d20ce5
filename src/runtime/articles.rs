//! An article from the cache to laid-out lines: the costly step between a key and a page, done off
//! the UI thread.

use std::{cell::RefCell, sync::Arc, time::Duration};

use rustc_hash::FxHashMap;

use crate::{
    app::{LoadedArticle, Msg, PageState, Version},
    ingest::{About, Readable, Repeated, readable},
    layout::{Options, lay_out},
    model::{
        ArticleId, ArticlePage, ArticleText, Barrier, Block, Document, FeedId, Inline, Kind, Style,
        add_tag,
    },
    store::{Reader, StoreError},
};

/// Articles of a feed that an article is compared with to find what all of them repeat.
const COMPARED: usize = 16;
/// Feeds whose habits are remembered.
const FEEDS: usize = 300;

/// What the feeds repeat, as far as it was learned; learned anew when a feed has another newest
/// article.
#[derive(Default)]
pub struct Habits(RefCell<FxHashMap<FeedId, Habit>>);

/// What a feed repeats, and which article was its newest when that was learned.
type Habit = (Option<ArticleId>, Arc<Repeated>);

impl Habits {
    /// What a feed repeats.
    pub fn of(&self, reader: &Reader, feed: FeedId) -> Result<Arc<Repeated>, StoreError> {
        let newest = reader.newest_article(feed)?;
        let known = self.0.borrow().get(&feed).cloned();
        if let Some((_, repeated)) = known.filter(|(known, _)| *known == newest) {
            return Ok(repeated);
        }
        let bodies = reader.newest_bodies(feed, COMPARED)?;
        let repeated = Arc::new(Repeated::learn(bodies.iter().map(String::as_str)));
        let mut habits = self.0.borrow_mut();
        if habits.len() >= FEEDS {
            habits.clear();
        }
        habits.insert(feed, (newest, repeated.clone()));
        Ok(repeated)
    }
}

/// Loads an article with the wanted one of its texts, or the better one, and lays it out.
pub fn load_article(
    reader: &Reader,
    habits: &Habits,
    article: ArticleId,
    version: Option<Version>,
    width: usize,
    options: Options,
) -> Result<Msg, StoreError> {
    let Some((mut text, mut chosen)) = read_article(reader, habits, article, version)? else {
        return Ok(Msg::ArticleMissing(article));
    };
    // The document holds all of it; the source text is not needed on the screen.
    text.html = String::new();
    chosen.add_tags_line();
    let layout = lay_out(&chosen.document, width, options);
    Ok(Msg::Article(Box::new(LoadedArticle {
        text,
        document: Arc::new(chosen.document),
        sent: chosen.sent.map(Arc::new),
        layout: Arc::new(layout),
        version: chosen.version,
        page: chosen.page,
        ends_at: chosen.ends_at,
    })))
}

/// Reads an article with the wanted one of its texts, or the better one; `None` if it is not in the
/// cache.
pub(super) fn read_article(
    reader: &Reader,
    habits: &Habits,
    article: ArticleId,
    version: Option<Version>,
) -> Result<Option<(ArticleText, ChosenText)>, StoreError> {
    let Some(mut text) = reader.article(article)? else {
        return Ok(None);
    };
    let page = reader.page(article)?;
    let repeated = habits.of(reader, text.feed)?;
    let mut chosen = choose_text(&text, page.as_ref(), &repeated, version);
    // Who goes from the feed's text to one of before it changed, gets the latest.
    if chosen.version == Version::Feed
        && chosen.page == PageState::There
        && reader.page_is_stale(article)?
    {
        chosen.page = PageState::Unknown;
    }
    if text.updated.is_none() && text.revisions == 0 {
        let changed = chosen.updated.map(|ago| text.first_seen - ago);
        text.updated = changed.filter(|changed| *changed > text.published);
    }
    text.tags.clone_from(&chosen.tags);
    if let (Version::Full, Some(Ok(full))) = (chosen.version, page.map(|page| page.found)) {
        text.author = text.author.or(full.byline);
    }
    Ok(Some((text, chosen)))
}

/// The text of an article that is shown.
pub struct ChosenText {
    /// Which one.
    pub version: Version,
    /// What is known of the full one.
    pub page: PageState,
    /// What it says.
    pub document: Document,
    /// The same as it was sent, where that is something else.
    pub sent: Option<Document>,
    /// How long before it was first seen it says that it was changed.
    pub updated: Option<Duration>,
    /// What the article is filed under.
    pub tags: Vec<String>,
    /// What it ends at, where it is a part of the article alone.
    pub ends_at: Option<Barrier>,
}

/// Takes the wanted one of the texts of an article if it is there; without a wish the full text,
/// unless the feed gives the article itself and that is far longer. `repeated` is what its feed
/// puts into every article.
pub fn choose_text(
    text: &ArticleText,
    page: Option<&ArticlePage>,
    repeated: &Repeated,
    version: Option<Version>,
) -> ChosenText {
    let (found, state) = match page.map(|page| (page, &page.found)) {
        None => (None, PageState::Unknown),
        Some((_, Err(missing))) => (None, PageState::Missing(missing.barrier)),
        Some((page, Ok(full))) => (Some((page, full)), PageState::There),
    };
    let own = || readable_of(text, &text.html, text.url.as_deref(), repeated);
    let Some((page, full)) = found.filter(|_| version != Some(Version::Feed)) else {
        return chosen(text, Version::Feed, state, own());
    };
    let gives_article = !matches!(text.kind, Kind::Snippet | Kind::Commentary);
    if version.is_none() && gives_article {
        let own = own();
        if !full.is_better_than(own.document.words) {
            return chosen(text, Version::Feed, state, own);
        }
    }
    let ends_at = full.ends_at;
    // What a page says of times counts back from when it was fetched, not from when its feed was.
    let full = Readable {
        updated: None,
        ..readable_of(text, &full.html, Some(&page.url), &Repeated::default())
    };
    ChosenText {
        ends_at,
        ..chosen(text, Version::Full, state, full)
    }
}

fn readable_of(
    text: &ArticleText,
    html: &str,
    base: Option<&str>,
    repeated: &Repeated,
) -> Readable {
    let about = About {
        title: &text.title,
        source: &text.source,
        via: text.via.as_deref(),
        author: text.author.as_deref(),
        summary: &text.summary,
    };
    readable(html, base, &about, repeated)
}

fn chosen(text: &ArticleText, version: Version, page: PageState, read: Readable) -> ChosenText {
    let mut tags = text.tags.clone();
    if let Some(section) = &read.section {
        add_tag(&mut tags, section);
    }
    ChosenText {
        version,
        page,
        document: read.document,
        sent: read.sent,
        updated: read.updated,
        tags,
        ends_at: None,
    }
}

impl ChosenText {
    /// Puts a line below the document that says what the article is filed under.
    pub fn add_tags_line(&mut self) {
        let blocks = &mut self.document.blocks;
        if !self.tags.is_empty() && !blocks.is_empty() {
            blocks.push(Block::Paragraph(vec![Inline {
                text: format!("Tags: {}", self.tags.join(", ")),
                style: Style {
                    quiet: true,
                    ..Style::default()
                },
                link: None,
            }]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ingest::{FeedContext, parse_feed},
        model::{FullText, Timestamp},
        store::{
            Fetch, FetchOutcome, FetchedDocument, Grouped, Item, ListedFeed, StoredPlacement,
            StoredRound, StorySummary, Writer,
        },
        worker::index_step,
    };

    /// Friday, 15 May 2026, 14:12.
    const NOW: Timestamp = Timestamp(1_778_854_320);
    const FEED: &str = "https://ledger.example/feed";

    fn alone(
        grouped: &Grouped<'_>,
        story: crate::model::StoryId,
    ) -> Result<Option<StorySummary>, StoreError> {
        let (members, _) = grouped.members(story)?;
        let lead = members[0].article;
        let (title, _) = grouped.headline(lead)?;
        Ok(Some(StorySummary {
            id: story,
            lead,
            title,
            sources: 1,
            origins: 1,
            rank: 0,
        }))
    }

    /// A cache with the items of a feed as a fetch at 14:12 brings them, indexed.
    struct Cache {
        _folder: tempfile::TempDir,
        reader: Reader,
        articles: Vec<ArticleId>,
    }

    impl Cache {
        fn of(bodies: &[&str]) -> Self {
            let folder = tempfile::tempdir().expect("scratch folder");
            let path = folder.path().join("newsfold.db");
            let mut writer = Writer::open(&path).expect("opened");
            let listed = ListedFeed {
                url: FEED.to_owned(),
                ..ListedFeed::default()
            };
            writer.sync_feeds(&[listed], NOW).expect("mirrored");
            let reader = Reader::open(&path).expect("opened");
            let feed = reader.feeds().expect("listed")[0].id;
            let items = bodies.iter().enumerate().map(|(number, body)| {
                let body = body.replace('&', "&amp;").replace('<', "&lt;");
                format!(
                    "<item><guid>{number}</guid><link>https://ledger.example/{number}</link><title>Ferry {number}</title>\
                     <pubDate>Fri, 15 May 2026 08:00:00 GMT</pubDate><description>{body}</description></item>"
                )
            });
            let document = format!(
                "<rss version='2.0'><channel><title>Harbor Ledger</title>{}</channel></rss>",
                items.collect::<String>()
            );
            let context = FeedContext {
                url: FEED,
                content_type: None,
            };
            let parsed = parse_feed(document.as_bytes(), &context, &|_| false).expect("a feed");
            let items: Vec<Item> = parsed
                .articles
                .into_iter()
                .map(|article| Item {
                    words: crate::text::count_words(&article.text),
                    article,
                    source_key: "d:ledger.example".to_owned(),
                    source_name: "Harbor Ledger".to_owned(),
                    trust: 0,
                })
                .collect();
            let document = FetchedDocument {
                raw_hashes: items.iter().map(|item| item.article.raw_hash).collect(),
                items,
                ..FetchedDocument::default()
            };
            let outcome = FetchOutcome::Document(Box::new(document));
            let fetch = Fetch::new(feed, NOW, NOW, outcome);
            let saved = writer.save_fetches(&[fetch], &alone).expect("saved");
            let articles: Vec<ArticleId> = saved.new.iter().map(|(_, _, id)| *id).collect();
            let placements = (1..).map(crate::model::StoryId).zip(&articles);
            let round = StoredRound {
                placements: placements
                    .map(|(story, article)| StoredPlacement {
                        article: *article,
                        story,
                        features: Vec::new(),
                        copy_of: None,
                        copied: 0.0,
                        reason: None,
                    })
                    .collect(),
                decisions: reader.decisions_version().expect("read"),
                ..StoredRound::default()
            };
            writer.save_round(&round, &alone).expect("placed");
            while index_step(&mut writer).expect("indexed") {}
            Self {
                _folder: folder,
                reader,
                articles,
            }
        }

        fn article(&self, number: usize) -> Box<LoadedArticle> {
            let (reader, article) = (&self.reader, self.articles[number]);
            let loaded = load_article(
                reader,
                &Habits::default(),
                article,
                None,
                60,
                Options::default(),
            );
            match loaded.expect("read") {
                Msg::Article(article) => article,
                other => panic!("no article: {other:?}"),
            }
        }

        fn text(&self, number: usize) -> String {
            let article = self.article(number);
            let lines = article.layout.lines.iter();
            let line = |line: &crate::layout::Line| -> String {
                line.spans.iter().map(|span| span.text.as_str()).collect()
            };
            lines.map(line).collect::<Vec<_>>().join("\n")
        }

        fn found(&self, words: &str) -> usize {
            let query = crate::query::parse(words).expect("a query");
            self.reader.search(&query, NOW, 10).expect("searched").len()
        }

        fn words(&self, number: i64) -> u32 {
            let members = self.reader.members(crate::model::StoryId(number));
            members.expect("read")[0].words
        }
    }

    #[test]
    fn s06_what_a_feed_repeats_is_neither_shown_nor_counted_nor_found() {
        let body = |text: &str| {
            format!(
                "<p>Harbour analysis</p><p>The {text} was late again this morning, and nobody knows why.</p>\
                 <p>Listen to our show about the sea on every weekday at noon.</p>"
            )
        };
        let bodies = ["ferry", "pilot", "tide"].map(body);
        let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
        let cache = Cache::of(&bodies);
        assert_eq!(
            cache.text(1),
            "The pilot was late again this morning, and nobody knows why."
        );
        assert_eq!(
            (
                cache.found("analysis"),
                cache.found("weekday"),
                cache.found("morning")
            ),
            (0, 0, 3)
        );
        assert_eq!(cache.words(2), 11);
        let sent = cache.article(1).sent.expect("kept as it was sent");
        assert_eq!(sent.blocks.len(), 3);
        let cache = Cache::of(&bodies[..2]);
        assert!(
            cache.text(1).starts_with("Harbour analysis"),
            "two are no habit"
        );
        assert_eq!(cache.found("weekday"), 2);
    }

    #[test]
    fn what_stands_around_a_full_text_is_taken_off_too() {
        let said = "The ferry was late again this morning, and nobody knows why.";
        let line = "<p>Updated 2 hours ago</p><p>📁 Shipping · 👁 8 views</p>";
        let widget = "<p>Share this article</p><p>PostShare</p><p>Related News</p>";
        let sources = "<h2>Sources</h2><p>1. 1.Quay Wire(wire.example)</p>";
        let cache = Cache::of(&[&format!("<p>{said}</p>")]);
        let article = cache.reader.article(cache.articles[0]).expect("read");
        let article = article.expect("there");
        for (html, tags) in [
            (
                format!("{line}<p>{said}</p>{sources}{widget}"),
                vec!["Shipping"],
            ),
            (
                format!("Hafen | Lesezeit: 4 Minuten<br>{said}<br><br>Teilen Drucken"),
                vec!["Hafen"],
            ),
        ] {
            let page = ArticlePage {
                article: article.id,
                url: "https://ledger.example/0".to_owned(),
                fetched: NOW,
                found: Ok(FullText {
                    title: "Ferry 0".to_owned(),
                    byline: None,
                    words: 11,
                    ends_at: None,
                    html,
                }),
            };
            let wanted = Some(Version::Full);
            let chosen = choose_text(&article, Some(&page), &Repeated::default(), wanted);
            assert_eq!(chosen.document.blocks[0].text(), said);
            assert_eq!(
                chosen.document.cited.len(),
                tags.iter().filter(|tag| **tag == "Shipping").count()
            );
            assert_eq!(
                (chosen.tags, chosen.updated),
                (tags.iter().map(ToString::to_string).collect(), None)
            );
            assert!(chosen.sent.is_some());
        }
    }

    #[test]
    fn s12_what_an_article_is_filed_under_stands_below_it_and_is_kept() {
        let text = "<p>The ferry was late again this morning, and nobody knows why.</p>";
        let line = format!("<p>📁 Shipping · 👁 8 views</p>{text}");
        let german = format!("<p>Hafen | Lesezeit: 4 Minuten</p>{text}");
        let cache = Cache::of(&[&line, &german, text]);
        assert!(cache.text(0).ends_with("knows why.\n\nTags: Shipping"));
        assert!(cache.text(1).ends_with("knows why.\n\nTags: Hafen"));
        assert!(cache.text(2).ends_with("knows why."));
        let kept = |number: usize| {
            let article = cache.reader.article(cache.articles[number]).expect("read");
            article.expect("there").tags
        };
        assert_eq!(
            (kept(0), kept(1)),
            (vec!["Shipping".to_owned()], vec!["Hafen".to_owned()])
        );
        assert_eq!(kept(2), Vec::<String>::new());
        assert_eq!(cache.words(1), 11);
        assert_eq!(cache.article(0).document.words, 11);
    }

    #[test]
    fn s19_a_time_counted_back_from_the_fetch_is_a_time_of_day() {
        let text = "<p>The ferry was late again this morning, and nobody knows why.</p>";
        let english = format!("<p>Updated 2 hours ago</p>{text}");
        let french = format!("<p>Ledger · Mis à jour il y a 30 minutes</p>{text}");
        let cache = Cache::of(&[&english, &french, text]);
        let updated = |number: usize| cache.article(number).text.updated.map(|at| NOW.0 - at.0);
        assert_eq!(
            (updated(0), updated(1), updated(2)),
            (Some(7200), Some(1800), None)
        );
        assert!(!cache.text(0).contains("ago"));
    }

    #[test]
    fn s13_an_article_is_as_long_as_what_is_shown_of_it() {
        let text = "The ferry was late again this morning, and nobody knows why.";
        let one = format!("<p>⏱️ 11 min read</p><p>{text}</p><p>PostShare</p>");
        let other = format!("<p>{text}</p><p>Teilen Drucken</p><p>Related News</p>");
        let cache = Cache::of(&[&one, &other]);
        for number in [0, 1] {
            assert_eq!(cache.article(number).document.words, 11);
            assert_eq!(cache.words(i64::try_from(number).expect("small") + 1), 11);
        }
        // Characters count where words are not parted.
        let japanese =
            "港の渡し船は今朝も一時間おくれて出た。理由はまだ誰にもわからない。".repeat(30);
        let cache = Cache::of(&[&format!("<p>⏱️ 11 min read</p><p>{japanese}</p>")]);
        let words = cache.article(0).document.words;
        assert_eq!((words, cache.words(1)), (465, 465));
        assert_eq!(crate::app::minutes(words), 3);
    }
}
