//! Where one is: the list, the story, its source and the page; and what commands do there.

use std::collections::VecDeque;

use crate::{
    app::{Version, count, link_rows},
    cli::{
        add,
        arguments::{AddOptions, ImportOptions, StoriesOptions},
        context::Context,
        error::CliError,
        lists, open, refresh,
        search::catch_up_index,
        show::{Leaf, ReadArticle},
        stories::{ago, query_of, select},
    },
    layout::{Options, wrap_line},
    model::{ArticleId, Marked, Member, StoryId, StoryRow},
    runtime::open_in_browser,
    store::Reader,
    worker::Which,
};

mod doing;

use super::command::Command;
use crate::query::Query;

/// Stories that `list` names where no number is given.
const LISTED: usize = 10;

/// A change that can be taken back.
struct Change {
    what: &'static str,
    marked: Marked,
    kind: ChangeKind,
}

#[derive(Clone, Copy)]
enum ChangeKind {
    Read(bool),
    Starred(bool),
}

/// The article that is read.
struct Reading {
    article: ArticleId,
    leaf: Leaf,
    /// Lines that were not printed yet.
    rest: VecDeque<String>,
}

pub(super) struct Session<'a> {
    context: &'a Context,
    reader: Reader,
    /// Columns of a line.
    pub width: usize,
    options: Options,
    /// Lines of a page; `None` for all at once.
    pub page: Option<usize>,
    /// Lines to be printed.
    pub said: Vec<String>,
    /// What the list was asked for.
    asked: StoriesOptions,
    stories: Vec<StoryRow>,
    /// Place in the list; `None` before its first story.
    at: Option<usize>,
    members: Vec<Member>,
    reading: Option<Reading>,
    changes: Vec<Change>,
}

impl<'a> Session<'a> {
    pub fn open(context: &'a Context, width: usize, options: Options) -> Result<Self, CliError> {
        let mut session = Self {
            reader: context.open_reader()?,
            context,
            width,
            options,
            page: None,
            said: Vec::new(),
            asked: StoriesOptions::default(),
            stories: Vec::new(),
            at: None,
            members: Vec::new(),
            reading: None,
            changes: Vec::new(),
        };
        session.stories = session.select()?;
        Ok(session)
    }

    /// What is here, and what to do with it.
    pub fn greet(&mut self) {
        let feeds = self
            .context
            .feed_file()
            .map_or(0, |file| file.entries().len());
        if feeds == 0 && self.stories.is_empty() {
            self.say(
                "newsfold has no feeds yet. Type add and the address of a feed or a site, or import \
                 and the name of a list of feeds. newsfold demo --headless prints a sample day.",
            );
        } else if self.stories.is_empty() {
            self.say("Nothing was fetched yet. Type refresh.");
        } else {
            let unread = self.stories.iter().filter(|row| row.unread > 0).count();
            self.say(&format!(
                "{}, {unread} unread. Enter reads on, help lists the commands.",
                number_of(self.stories.len(), "story")
            ));
        }
    }

    /// Says something in lines that are not too long.
    pub fn say(&mut self, text: &str) {
        self.said.extend(wrap_line(text, self.width));
    }

    pub fn carry_out(&mut self, command: Command) -> Result<(), CliError> {
        match command {
            Command::ReadOn => self.read_on(),
            Command::Next => self.step(1),
            Command::Previous => self.step(-1),
            Command::Story(number) => self.go(number),
            Command::Read => self.read(),
            Command::More => self.more(),
            Command::Sources => self.list_sources(),
            Command::Source(number) => self.read_source(number),
            Command::List(number) => {
                self.list_stories(number.unwrap_or(LISTED));
                Ok(())
            }
            Command::All => self.ask(StoriesOptions::default()),
            Command::Unread => self.ask(StoriesOptions {
                unread: true,
                ..StoriesOptions::default()
            }),
            Command::Search(words) => self.search(words),
            Command::New => self.list_new(),
            Command::Star => self.star(),
            Command::Mark { read } => self.mark_story(read),
            Command::Undo => self.undo(),
            Command::Open => self.open_original(),
            Command::Text => self.read_version(Version::Feed),
            Command::Full => self.full_text(),
            Command::Links => self.list_links(),
            Command::Link(number) => self.open_link(number),
            Command::Refresh => self.refresh(),
            Command::Add(address) => self.add(address),
            Command::Import(file) => self.import(file),
            // Whoever reads the lines does these.
            Command::Help | Command::Quit => Ok(()),
        }
    }
}

/// The list and the place in it.
impl Session<'_> {
    fn select(&self) -> Result<Vec<StoryRow>, CliError> {
        let query = query_of(self.context, &self.asked)?;
        let muted = query.as_ref().is_some_and(Query::asks_for_muted);
        let mut stories = select(&self.reader, self.context.now(), query, &self.asked)?;
        stories.retain(|story| muted || !story.muted);
        Ok(stories)
    }

    /// Another list, from its beginning.
    fn ask(&mut self, asked: StoriesOptions) -> Result<(), CliError> {
        let before = std::mem::replace(&mut self.asked, asked);
        match self.select() {
            Ok(stories) => self.stories = stories,
            Err(error) => {
                self.asked = before;
                return Err(error);
            }
        }
        self.at = None;
        self.members.clear();
        self.reading = None;
        let stories = self.stories.len();
        let found = match (self.asked.query.is_empty(), self.asked.unread) {
            (false, _) if stories == 1 => "1 story answers.".to_owned(),
            (false, _) => format!("{} answer.", number_of(stories, "story")),
            (true, true) => format!("{}.", number_of(stories, "unread story")),
            (true, false) => format!("{}.", number_of(stories, "story")),
        };
        self.say(&found);
        self.list_stories(LISTED.min(5));
        Ok(())
    }

    fn search(&mut self, words: String) -> Result<(), CliError> {
        catch_up_index(self.context)?;
        self.ask(StoriesOptions {
            query: vec![words],
            ..StoriesOptions::default()
        })
    }

    /// Stories that came in since the list was made; the list has them first then.
    fn list_new(&mut self) -> Result<(), CliError> {
        let known: Vec<StoryId> = self.stories.iter().map(|row| row.id).collect();
        let current = self.current().map(|row| row.id);
        let (new, old): (Vec<_>, Vec<_>) = self
            .select()?
            .into_iter()
            .partition(|row| !known.contains(&row.id));
        let came = new.len();
        self.stories = new.into_iter().chain(old).collect();
        self.at = current.and_then(|id| self.stories.iter().position(|row| row.id == id));
        self.say(&match came {
            0 => "Nothing new.".to_owned(),
            came => format!("{}, first in the list:", number_of(came, "new story")),
        });
        for at in 0..came.min(LISTED) {
            self.name_story(at);
        }
        Ok(())
    }

    /// The next stories of the list, named.
    fn list_stories(&mut self, number: usize) {
        let from = self.at.map_or(0, |at| at + 1);
        let to = (from + number).min(self.stories.len());
        if from >= to {
            self.say("The list ends here.");
        }
        for at in from..to {
            self.name_story(at);
        }
    }

    fn name_story(&mut self, at: usize) {
        let Some(row) = self.stories.get(at) else {
            return;
        };
        let text = format!("{}. {}, {}", at + 1, row.title, facts(row));
        self.say(&text);
    }

    fn current(&self) -> Option<&StoryRow> {
        self.stories.get(self.at?)
    }

    fn step(&mut self, by: isize) -> Result<(), CliError> {
        let next = match (self.at, by > 0) {
            (None, true) => Some(0),
            (None, false) => None,
            (Some(at), _) => at.checked_add_signed(by),
        };
        match next {
            Some(next) if next < self.stories.len() => self.go(next + 1),
            Some(_) if self.stories.is_empty() => {
                self.say("The list is empty.");
                Ok(())
            }
            Some(_) => {
                self.say("This was the last story of the list.");
                Ok(())
            }
            None => {
                self.say("This is the first story of the list.");
                Ok(())
            }
        }
    }

    /// To a story by its number.
    fn go(&mut self, number: usize) -> Result<(), CliError> {
        let stories = self.stories.len();
        let Some(row) = number.checked_sub(1).and_then(|at| self.stories.get(at)) else {
            self.say(&format!("The list has {}.", number_of(stories, "story")));
            return Ok(());
        };
        let id = row.id;
        self.at = Some(number - 1);
        self.reading = None;
        self.look_again(id)?;
        if let Some(row) = self.current() {
            let text = format!(
                "Story {number} of {stories}: {}, {}.",
                row.title,
                facts(row)
            );
            self.say(&text);
        }
        Ok(())
    }

    /// Reads again what is shown of a story, after a change.
    fn look_again(&mut self, story: StoryId) -> Result<(), CliError> {
        self.members = self.reader.members(story)?;
        let fresh = self.reader.story_rows(&[story])?.pop();
        let place = self.stories.iter_mut().find(|row| row.id == story);
        if let (Some(place), Some(fresh)) = (place, fresh) {
            *place = fresh;
        }
        Ok(())
    }

    fn look_at_current(&mut self) -> Result<(), CliError> {
        match self.current().map(|row| row.id) {
            Some(story) => self.look_again(story),
            None => Ok(()),
        }
    }
}

/// Reading.
impl Session<'_> {
    /// More of the article, else the next unread source, else the next unread story.
    fn read_on(&mut self) -> Result<(), CliError> {
        if self
            .reading
            .as_ref()
            .is_some_and(|reading| !reading.rest.is_empty())
        {
            return self.more();
        }
        if self.at.is_some() && self.members.iter().any(|member| !member.read) {
            return self.read();
        }
        let from = self.at.map_or(0, |at| at + 1);
        let unread = self
            .stories
            .iter()
            .skip(from)
            .position(|row| row.unread > 0);
        match unread {
            Some(further) => {
                self.go(from + further + 1)?;
                self.read()
            }
            None => {
                self.say("No unread story follows.");
                Ok(())
            }
        }
    }

    /// Reads the lead if it is unread, else the first source that is, else the lead again.
    fn read(&mut self) -> Result<(), CliError> {
        if self.at.is_none() {
            self.step(1)?;
        }
        let Some(lead) = self.current().map(|row| row.lead) else {
            return Ok(());
        };
        let unread = |member: &&Member| !member.read;
        let is_lead = |member: &&Member| member.article == lead;
        let mut members = self.members.iter();
        let chosen = (members
            .clone()
            .find(|member| is_lead(member) && unread(member)))
        .or_else(|| members.clone().find(unread))
        .or_else(|| members.find(is_lead));
        match chosen.map(|member| member.article) {
            Some(article) => self.read_article(article, None),
            None => Ok(()),
        }
    }

    fn read_source(&mut self, number: usize) -> Result<(), CliError> {
        if self.at.is_none() {
            self.step(1)?;
        }
        let member = number.checked_sub(1).and_then(|at| self.members.get(at));
        match member.map(|member| member.article) {
            Some(article) => self.read_article(article, None),
            None => {
                let sources = number_of(self.members.len(), "source");
                self.say(&format!("This story has {sources}."));
                Ok(())
            }
        }
    }

    fn read_article(&mut self, article: ArticleId, wish: Option<Version>) -> Result<(), CliError> {
        let leaf = ReadArticle::load(&self.reader, article)?.leaf(wish);
        self.begin(article, leaf)
    }

    fn begin(&mut self, article: ArticleId, leaf: Leaf) -> Result<(), CliError> {
        let (number, sources) = self.place_of(article);
        let mut rest = VecDeque::new();
        if sources > 1 {
            rest.push_back(format!("Source {number} of {sources}."));
        }
        let lines = leaf.lines(self.width, self.options);
        rest.extend(lines.iter().flat_map(|line| self.fitting(line)));
        self.reading = Some(Reading {
            article,
            leaf,
            rest,
        });
        self.more()
    }

    /// A line that fits; code and tables are cut into several.
    fn fitting(&self, line: &str) -> Vec<String> {
        if crate::layout::cells(line) <= self.width {
            vec![line.to_owned()]
        } else {
            wrap_line(line, self.width)
        }
    }

    fn place_of(&self, article: ArticleId) -> (usize, usize) {
        let mut members = self.members.iter();
        let at = members.position(|member| member.article == article);
        (at.map_or(0, |at| at + 1), self.members.len())
    }

    /// The next page. At the end the article is read.
    fn more(&mut self) -> Result<(), CliError> {
        let Some(reading) = &mut self.reading else {
            self.say("Nothing is being read. Type read.");
            return Ok(());
        };
        if reading.rest.is_empty() {
            self.say("The article ends here.");
            return Ok(());
        }
        let lines = self.page.unwrap_or(usize::MAX).min(reading.rest.len());
        self.said.extend(reading.rest.drain(..lines));
        if !reading.rest.is_empty() {
            let left = reading.rest.len();
            self.say(&format!(
                "({} more; Enter goes on)",
                number_of(left, "line")
            ));
            return Ok(());
        }
        let article = reading.article;
        self.mark_end(article)
    }

    fn mark_end(&mut self, article: ArticleId) -> Result<(), CliError> {
        let mut writer = self.context.open_writer()?;
        let marked = writer.mark_read(&[article], true)?;
        writer.mark_seen(&[article])?;
        drop(writer);
        if !marked.is_empty() {
            self.changes.push(Change {
                what: "read",
                marked,
                kind: ChangeKind::Read(true),
            });
        }
        self.look_at_current()?;
        let (number, sources) = self.place_of(article);
        let unread = self.members.iter().filter(|member| !member.read).count();
        self.say("");
        self.say(&match (sources, unread) {
            (1, _) => "End of the story.".to_owned(),
            (_, 0) => format!("End of source {number} of {sources}; none is unread."),
            (_, unread) => format!("End of source {number} of {sources}; {unread} unread."),
        });
        Ok(())
    }

    /// The article that is read, else the lead of the story.
    fn article(&mut self) -> Option<ArticleId> {
        let read = self.reading.as_ref().map(|reading| reading.article);
        let article = read.or_else(|| self.current().map(|row| row.lead));
        if article.is_none() {
            self.say("No story is chosen yet. Type next.");
        }
        article
    }

    fn read_version(&mut self, version: Version) -> Result<(), CliError> {
        match self.article() {
            Some(article) => self.read_article(article, Some(version)),
            None => Ok(()),
        }
    }

    /// The text of the page: from the cache, else fetched and shown.
    fn full_text(&mut self) -> Result<(), CliError> {
        let Some(article) = self.article() else {
            return Ok(());
        };
        let loaded = ReadArticle::load(&self.reader, article)?;
        if loaded.has_page() {
            return self.read_article(article, Some(Version::Full));
        }
        match &loaded.text.url {
            Some(url) => {
                let leaf = Leaf::fetched(self.context, url)?;
                self.begin(article, leaf)
            }
            None => {
                self.say("This article has no address.");
                Ok(())
            }
        }
    }

    fn list_sources(&mut self) -> Result<(), CliError> {
        if self.at.is_none() {
            self.step(1)?;
        }
        let now = self.context.now();
        let lines: Vec<String> = (1..)
            .zip(&self.members)
            .map(|(number, member)| source_line(number, member, &ago(now, member.published)))
            .collect();
        lines.iter().for_each(|line| self.say(line));
        Ok(())
    }

    fn list_links(&mut self) -> Result<(), CliError> {
        let Some(reading) = &self.reading else {
            self.say("Nothing is being read. Type read.");
            return Ok(());
        };
        let rows = link_rows(&reading.leaf.document);
        if rows.is_empty() {
            self.say("The article has no links.");
        }
        for (number, row) in (1..).zip(rows) {
            self.say(&format!("{number}. {}: {}", row.text, row.url));
        }
        Ok(())
    }
}

/// "5 sources, 2 unread".
fn facts(row: &StoryRow) -> String {
    let mut facts = match (row.sources, row.articles) {
        (1, 1) => row.lead_source.clone(),
        (1, articles) => format!("{articles} articles by {}", row.lead_source),
        (sources, _) => format!("{sources} sources"),
    };
    match (row.unread, row.articles) {
        (0, _) => facts.push_str(", read"),
        (1, 1) => facts.push_str(", unread"),
        (unread, _) => facts.push_str(&format!(", {unread} unread")),
    }
    if row.starred > 0 {
        facts.push_str(", starred");
    }
    facts
}

/// "2. Harbor Ledger, 3 h ago, unread: Headline".
fn source_line(number: usize, member: &Member, ago: &str) -> String {
    let mut words = vec![format!("{number}. {}", member.source), ago.to_owned()];
    words.push(if member.read { "read" } else { "unread" }.to_owned());
    if member.starred {
        words.push("starred".to_owned());
    }
    if member.copy_of.is_some() {
        words.push("a copy".to_owned());
    }
    format!("{}: {}", words.join(", "), member.title)
}

fn number_of(number: usize, noun: &str) -> String {
    count(u32::try_from(number).unwrap_or(u32::MAX), noun)
}
