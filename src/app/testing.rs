//! Made-up stories and articles for the tests of `app` and `ui`, and a screen to press keys on.

mod feeds;

use std::sync::Arc;
use std::time::Duration;

use crate::app::{
    CompareRequest, Effect, Hit, LoadedArticle, Msg, PageState, Setup, State, Version,
    lay_out_marked, update,
};
use crate::compare::{Account, Comparison, Side};
use crate::config::Key;
use crate::layout::{Options, lay_out};
use crate::model::{
    ArticleId, ArticleText, Block, Document, FeedId, Inline, Kind, Link, LinkId, ListedRows,
    Member, RowId, StoryId, StoryRow, Timestamp,
};

pub use feeds::{failing_feed, feed_ledger, host_ledger};

/// Friday, 15 May 2026, 14:12.
pub const NOW: Timestamp = Timestamp(1_778_854_320);

const TITLES: &[&str] = &[
    "Harbour tunnel opens after nine years and three redesigns",
    "Ministers agree on a common price for river water",
    "Kernel 7.2 released",
    "Bridge at Ostermoor closed for the winter as cracks in two pillars grow faster than expected",
    "Night trains return",
    "Tesquil wins the island cup by a single point",
];

const SOURCES: &[&str] = &[
    "Harbor Ledger",
    "Northern Wire",
    "The Ostermoor Post",
    "Quay Weekly",
];

/// The row of story `number`; every third has several sources, every fifth is read.
pub fn story_row(number: i64) -> StoryRow {
    let several = number % 3 == 1;
    let pick = |list: &[&str]| list[number.unsigned_abs() as usize % list.len()].to_owned();
    let age = Duration::from_secs(number.unsigned_abs() * 5400);
    StoryRow {
        derived_title: false,
        id: StoryId(number),
        title: pick(TITLES),
        lead: ArticleId(number * 10),
        lead_source: pick(SOURCES),
        first_published: NOW - age,
        last_published: NOW - age,
        articles: if several { 4 } else { 1 },
        sources: if several { 4 } else { 1 },
        origins: if several { 3 } else { 1 },
        unread: match (number % 5 == 0, several) {
            (true, _) => 0,
            (false, true) => 4,
            (false, false) => 1,
        },
        starred: 0,
        changed: 0,
        followed: false,
        muted: false,
        words: 420,
        new_to_you: None,
        news: 0,
        own_tags: Vec::new(),
    }
}

/// A list of stories, those unread of which that is said.
pub fn listed(
    stories: impl IntoIterator<Item = i64>,
    is_unread: impl Fn(i64) -> bool,
) -> ListedRows {
    let stories: Vec<i64> = stories.into_iter().collect();
    ListedRows {
        unread: stories.iter().map(|id| is_unread(*id)).collect(),
        stories: stories.into_iter().map(StoryId).collect(),
        articles: Vec::new(),
    }
}

/// The row of a story, or of an article alone.
pub fn row_of(row: RowId) -> StoryRow {
    let article = match row {
        RowId::Story(story) => return story_row(story.0),
        RowId::Article(article) => article.0,
    };
    let story = article / 10;
    let member = members(story).swap_remove((article % 10).unsigned_abs() as usize);
    StoryRow {
        title: member.title,
        lead: member.article,
        lead_source: member.source,
        articles: 1,
        sources: 1,
        origins: 1,
        unread: u32::from(!member.read),
        ..story_row(story)
    }
}

/// A member with a source, unread.
pub fn member(article: i64, source: &str) -> Member {
    Member {
        article: ArticleId(article),
        title: format!("{source} on what happened"),
        source: source.to_owned(),
        author: None,
        via: None,
        url: Some(format!("https://example.org/{article}")),
        comments: None,
        published: NOW - Duration::from_secs(article.unsigned_abs() * 600),
        first_seen: NOW,
        read: false,
        seen: false,
        starred: false,
        muted: false,
        own_tags: Vec::new(),
        changed: false,
        unread_texts: 0,
        revisions: 0,
        opened: None,
        kind: Kind::Article,
        copy_of: None,
        copied: 0.0,
        lang: None,
        barrier: None,
        words: 420,
        summary: format!("What {source} says of it in a sentence."),
    }
}

/// The members of story `number` as its row tells them.
pub fn members(number: i64) -> Vec<Member> {
    let row = story_row(number);
    let mut members: Vec<Member> = (0..i64::from(row.articles))
        .map(|n| {
            let source = SOURCES[(number + n).unsigned_abs() as usize % SOURCES.len()];
            let mut member = member(number * 10 + n, source);
            member.read = row.unread == 0;
            member
        })
        .collect();
    if let Some(copy) = members.get_mut(3) {
        copy.copy_of = Some(ArticleId(number * 10));
        copy.copied = 0.96;
        copy.kind = Kind::Snippet;
    }
    members
}

/// An article of forty paragraphs laid out for a width.
pub fn loaded_article(article: i64, width: usize) -> LoadedArticle {
    loaded_article_of(article, width, 40)
}

/// An article of some paragraphs laid out for a width.
pub fn loaded_article_of(article: i64, width: usize, paragraphs: usize) -> LoadedArticle {
    let span = |text: String| {
        vec![Inline {
            text,
            ..Inline::default()
        }]
    };
    let mut blocks = Vec::new();
    for number in 1..=paragraphs {
        if number % 8 == 3 {
            blocks.push(Block::Heading {
                level: 2,
                spans: span(format!("Part {number} of the report")),
            });
        }
        blocks.push(Block::Paragraph(span(format!(
            "p{number} The tunnel below the harbour was opened on Friday morning by the ministers \
             of both towns; the first train carried n{number} guests."
        ))));
    }
    let document = Document {
        blocks,
        words: 640,
        ..Document::default()
    };
    let layout = lay_out(&document, width, Options::default());
    LoadedArticle {
        text: ArticleText {
            id: ArticleId(article),
            feed: FeedId(1),
            story: StoryId(article / 10),
            title: TITLES[(article / 10).unsigned_abs() as usize % TITLES.len()].to_owned(),
            source: SOURCES[(article / 10 + article % 10).unsigned_abs() as usize % SOURCES.len()]
                .to_owned(),
            via: None,
            author: Some("Ada Quill".to_owned()),
            url: Some(format!("https://example.org/{article}")),
            comments: None,
            published: NOW - Duration::from_secs(article.unsigned_abs() * 600),
            updated: None,
            first_seen: NOW,
            lang: Some("en".to_owned()),
            kind: Kind::Article,
            read: false,
            starred: false,
            changed: false,
            revisions: 0,
            derived_title: false,
            html: String::new(),
            summary: String::new(),
            tags: Vec::new(),
            own_tags: Vec::new(),
            enclosures: Vec::new(),
        },
        document: Arc::new(document),
        sent: None,
        layout: Arc::new(layout),
        version: Version::Feed,
        page: PageState::Unknown,
        ends_at: None,
    }
}

/// The full text of the same article: a paragraph that the feed does not have, its own, and twice
/// as many more.
pub fn full_article_of(article: i64, width: usize, paragraphs: usize) -> LoadedArticle {
    let loaded = loaded_article_of(article, width, paragraphs * 3);
    let mut document = Document::clone(&loaded.document);
    let text = "Only the page itself begins with this paragraph about the tunnel.".to_owned();
    let lead = Inline {
        text,
        ..Inline::default()
    };
    document.blocks.insert(0, Block::Paragraph(vec![lead]));
    document.words = 1920;
    LoadedArticle {
        layout: Arc::new(lay_out(&document, width, Options::default())),
        document: Arc::new(document),
        version: Version::Full,
        page: PageState::There,
        ends_at: None,
        ..loaded
    }
}

/// A state with something that answers its effects at once, as the runtime would.
pub struct Screen {
    /// The state.
    pub state: State,
    /// Effects that nothing answered, in order.
    pub effects: Vec<Effect>,
    /// Stories there are.
    pub stories: i64,
    /// Paragraphs of every article.
    pub paragraphs: usize,
    /// Members and articles are not answered, as if the disk were slow.
    pub slow: bool,
    /// Lists are not answered before they are let through.
    pub slow_lists: bool,
    /// Articles whose full text is in the cache.
    pub full: Vec<i64>,
    /// What articles say that do not say what all others do; with any, stories are compared.
    pub documents: Vec<(i64, Document)>,
}

impl Screen {
    /// 120×30 with so many stories.
    pub fn with_stories(stories: i64) -> Self {
        Self::new(
            stories,
            Setup {
                has_feeds: true,
                ..Self::setup()
            },
        )
    }

    /// What a start knows here.
    pub fn setup() -> Setup {
        Setup {
            now: NOW,
            size: (120, 30),
            ..Setup::default()
        }
    }

    /// So many stories and a setup.
    pub fn new(stories: i64, setup: Setup) -> Self {
        let mut screen = Self {
            state: State::new(setup),
            effects: Vec::new(),
            stories,
            paragraphs: 40,
            slow: false,
            slow_lists: false,
            full: Vec::new(),
            documents: Vec::new(),
        };
        screen.tell(Msg::Start);
        screen
    }

    /// Presses keys written as in the key map.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in Key::parse_sequence(keys).expect("keys") {
            self.tell(Msg::Key(key));
        }
        self
    }

    /// Types a text, letter by letter.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.tell(Msg::Key(Key::char(letter)));
        }
        self
    }

    /// Sends a message and answers what comes of it.
    pub fn tell(&mut self, msg: Msg) -> &mut Self {
        let mut waiting = update(&mut self.state, msg);
        while !waiting.is_empty() {
            let effect = waiting.remove(0);
            match self.answer(&effect) {
                Some(msg) => waiting.extend(update(&mut self.state, msg)),
                None => self.effects.push(effect),
            }
        }
        self
    }

    /// Lets the last wake of a kind come.
    pub fn wake(&mut self, is_wanted: impl Fn(&crate::app::Wake) -> bool) -> &mut Self {
        let wake = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Wake { wake, .. } if is_wanted(wake) => Some(*wake),
            _ => None,
        });
        self.tell(Msg::Wake(wake.expect("a wake was asked for")))
    }

    /// The effects since the last time, without wakes.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        self.effects
            .drain(..)
            .filter(|effect| !matches!(effect, Effect::Wake { .. }))
            .collect()
    }

    /// All stories, or all their articles.
    fn listed(&self, flat: bool) -> ListedRows {
        if !flat {
            return listed(1..=self.stories, |id| story_row(id).unread > 0);
        }
        let stories = (1..=self.stories).map(StoryId);
        let articles = stories.flat_map(|id| members(id.0).into_iter().map(move |m| (id, m)));
        let articles: Vec<_> = articles.collect();
        ListedRows {
            stories: articles.iter().map(|(story, _)| *story).collect(),
            unread: articles.iter().map(|(_, member)| !member.read).collect(),
            articles: articles.iter().map(|(_, member)| member.article).collect(),
        }
    }

    /// Lets the list come that was asked for last.
    pub fn list_comes(&mut self) -> &mut Self {
        self.slow_lists = false;
        let asked = Effect::LoadList(self.state.list.current_request(None));
        let answer = self.answer(&asked);
        self.tell(answer.expect("lists are answered"))
    }

    /// The article with the text it has here.
    fn article(&self, article: i64, width: usize) -> LoadedArticle {
        let loaded = loaded_article_of(article, width, self.paragraphs);
        let mut documents = self.documents.iter();
        match documents.find(|(id, _)| *id == article) {
            None => loaded,
            Some((_, document)) => LoadedArticle {
                layout: Arc::new(lay_out(document, width, Options::default())),
                document: Arc::new(document.clone()),
                ..loaded
            },
        }
    }

    fn compare(&self, request: &CompareRequest) -> Msg {
        let sides = request.articles.iter().map(|(article, seen)| {
            let loaded = self.article(article.0, 80);
            let account = Account::new(&loaded.text.title, &loaded.document, Some("en"));
            Side {
                article: *article,
                account: Arc::new(account),
                seen: *seen,
            }
        });
        let sides: Vec<Side> = sides.collect();
        Msg::Compared {
            story: request.story,
            comparison: Arc::new(Comparison::new(&sides)),
        }
    }

    fn answer(&self, effect: &Effect) -> Option<Msg> {
        match effect {
            Effect::Compare(request) if !self.documents.is_empty() => Some(self.compare(request)),
            Effect::LoadList(request) if !self.slow_lists => Some(Msg::List {
                generation: request.generation,
                listed: self.listed(request.flat),
                complete: true,
                rows: self
                    .listed(request.flat)
                    .ids()
                    .take(20)
                    .map(row_of)
                    .collect(),
            }),
            Effect::LoadRows {
                generation, ids, ..
            } => Some(Msg::Rows {
                generation: *generation,
                rows: ids.iter().copied().map(row_of).collect(),
            }),
            Effect::LoadStars { rows, stories } => Some(Msg::Stars {
                rows: rows.clone(),
                stories: stories.clone(),
                all: rows.iter().all(|row| row_of(*row).starred > 0),
            }),
            Effect::LoadAddresses {
                rows,
                stories,
                wanted,
            } => Some(Msg::Addresses {
                rows: rows.clone(),
                stories: stories.clone(),
                wanted: *wanted,
                addresses: rows
                    .iter()
                    .map(|row| row_of(*row).lead)
                    .map(|id| (id, format!("https://example.org/{}", id.0)))
                    .collect(),
            }),
            Effect::LoadNotSeen(story) => Some(Msg::NotSeen {
                story: *story,
                not_seen: None,
            }),
            Effect::LoadStory(story) if !self.slow => Some(Msg::Story {
                story: *story,
                members: members(story.0),
                earlier: None,
            }),
            Effect::LoadArticle {
                article,
                width,
                version,
            } if !self.slow => {
                let is_full = self.full.contains(&article.0);
                let article = match version {
                    None | Some(Version::Full) if is_full => {
                        full_article_of(article.0, *width, self.paragraphs)
                    }
                    _ => LoadedArticle {
                        page: if is_full {
                            PageState::There
                        } else {
                            PageState::Unknown
                        },
                        ..self.article(article.0, *width)
                    },
                };
                Some(Msg::Article(Box::new(article)))
            }
            Effect::RelayoutPage {
                url,
                document,
                width,
            } => Some(Msg::PageLaid {
                url: url.clone(),
                layout: Arc::new(lay_out(document, *width, Options::default())),
            }),
            Effect::Relayout {
                number,
                article,
                document,
                width,
                marking,
            } => Some(Msg::Laid {
                number: *number,
                lines: lay_out_marked(
                    document,
                    *article,
                    marking.as_ref(),
                    *width,
                    Options::default(),
                ),
            }),
            _ => None,
        }
    }
}

/// A hit in story `number`.
pub fn hit(number: i64) -> Hit {
    Hit {
        story: StoryId(number),
        article: ArticleId(number * 10),
        title: story_row(number).title,
        source: story_row(number).lead_source,
        published: NOW,
        read: false,
        passage: "was opened on Friday morning by the ministers".to_owned(),
        matches: std::iter::once(4..10).collect(),
    }
}

/// An article of two sections with links, which was sent with a row of buttons below it.
pub fn linked_article(article: i64, width: usize) -> LoadedArticle {
    let link = |text: &str, id: usize| Inline {
        text: text.to_owned(),
        link: Some(LinkId(id)),
        ..Inline::default()
    };
    let plain = |text: &str| Inline {
        text: text.to_owned(),
        ..Inline::default()
    };
    let mut loaded = loaded_article_of(article, width, 24);
    let mut document = (*loaded.document).clone();
    document.links = [
        "https://wire.example/pumps",
        "https://www.port.example/plan/",
    ]
    .map(|url| Link {
        url: url.to_owned(),
    })
    .to_vec();
    document.blocks.insert(
        0,
        Block::Paragraph(vec![
            plain("The "),
            link("pumps of the tunnel", 0),
            plain(" follow the "),
            link("port’s plan", 1),
            plain(" of low\u{2011}water days."),
        ]),
    );
    let mut sent = document.clone();
    sent.blocks
        .insert(0, Block::Paragraph(vec![plain("PostShare")]));
    loaded.layout = Arc::new(lay_out(&document, width, Options::default()));
    loaded.document = Arc::new(document);
    loaded.sent = Some(Arc::new(sent));
    loaded
}
