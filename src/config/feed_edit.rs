//! What the feed manager changes in `feeds.toml`: one option of a feed, its place, the feed itself.
//! All else in the file stays as the reader wrote it.

use std::{fmt, time::Duration};

use toml_edit::{Array, ArrayOfTables, Item, Table, Value};

use crate::config::{
    ConfigError, FeedEntry, FeedFile,
    feeds::{Wire, name_of_table},
    files::{parse, set_value},
    settings::parse_time_span,
};

/// Something that is set for a feed from inside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedOption {
    /// Its name.
    Title,
    /// Who publishes all its articles.
    Publisher,
    /// Its tags.
    Tags,
    /// How often it is fetched.
    Interval,
    /// Whether full texts of new articles are fetched.
    FullText,
    /// Whether its articles are grouped with others.
    Group,
    /// Whether it is left alone.
    Paused,
    /// What the program calls itself there.
    UserAgent,
}

impl FeedOption {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Title,
        Self::Tags,
        Self::Publisher,
        Self::Interval,
        Self::FullText,
        Self::Group,
        Self::Paused,
        Self::UserAgent,
    ];

    /// What the file calls it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Publisher => "publisher",
            Self::Tags => "tags",
            Self::Interval => "interval",
            Self::FullText => "full_text",
            Self::Group => "group",
            Self::Paused => "paused",
            Self::UserAgent => "user_agent",
        }
    }

    /// What it is, in a few words.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Title => "name",
            Self::Publisher => "publisher of all its articles",
            Self::Tags => "tags",
            Self::Interval => "time between two fetches",
            Self::FullText => "full texts fetched after a refresh",
            Self::Group => "grouped with the articles of others",
            Self::Paused => "paused: not fetched",
            Self::UserAgent => "what newsfold calls itself there",
        }
    }

    /// Whether it is on or off.
    pub fn is_switch(self) -> bool {
        matches!(self, Self::FullText | Self::Group | Self::Paused)
    }

    /// What a feed has of it, as it is typed; empty where it has the default.
    pub fn of(self, feed: &FeedEntry) -> String {
        let switch = |on: bool| if on { "on" } else { "off" }.to_owned();
        match self {
            Self::Title => feed.title.clone().unwrap_or_default(),
            Self::Publisher => feed.publisher.clone().unwrap_or_default(),
            Self::Tags => feed.tags.join(", "),
            Self::Interval => feed.interval.map_or_else(String::new, span),
            Self::FullText => switch(feed.full_text),
            Self::Group => switch(feed.group != Some(false)),
            Self::Paused => switch(feed.paused),
            Self::UserAgent => feed.user_agent.clone().unwrap_or_default(),
        }
    }
}

/// A time as it is typed: in the largest unit that it is a whole number of.
fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    let units = [(86_400, "d"), (3600, "h"), (60, "m")];
    let unit = units
        .into_iter()
        .find(|(unit, _)| seconds.is_multiple_of(*unit));
    match unit {
        Some((unit, name)) if seconds > 0 => format!("{}{name}", seconds / unit),
        _ => format!("{}s", time.as_secs_f64()),
    }
}

/// A change of the feed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedEdit {
    /// An option gets another value.
    Set {
        /// Address of the feed.
        url: String,
        /// Which option.
        option: FeedOption,
        /// What was typed; nothing gives the default.
        typed: String,
    },
    /// The feed stands before, or behind, the one beside it.
    Move {
        /// Address of the feed.
        url: String,
        /// Further down.
        down: bool,
    },
    /// The feed is taken off the list.
    Remove {
        /// Its address.
        url: String,
    },
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedEditError {
    /// Somebody took the feed off the list.
    #[error("This feed is not in feeds.toml any more")]
    Gone,
    /// It is the first, or the last one.
    #[error("This is the {0} feed")]
    AtEnd(&'static str),
    /// What was typed is not such a time.
    #[error("\"{0}\" is not a time like 30m, 2h or 1d")]
    NoTime(String),
    /// What was typed cannot stand in a header.
    #[error("A name for servers is a line of plain letters")]
    NoHeader,
}

impl FeedFile {
    /// The text of the file as it would be written.
    pub fn text(&self) -> String {
        self.document.to_string()
    }

    /// Makes a change; it is written by `save`.
    ///
    /// # Errors
    /// Says why nothing was changed.
    pub fn apply(&mut self, edit: &FeedEdit) -> Result<(), FeedEditError> {
        match edit {
            FeedEdit::Set { url, option, typed } => self.set(url, *option, typed.trim()),
            FeedEdit::Move { url, down } => self.shift(url, *down),
            FeedEdit::Remove { url } => match self.remove(url) {
                true => Ok(()),
                false => Err(FeedEditError::Gone),
            },
        }
    }

    /// Puts another text in the place of the whole list; it is written by `save`.
    ///
    /// # Errors
    /// When the text is no feed list.
    pub fn replace(&mut self, text: &str) -> Result<(), ConfigError> {
        Wire::read(&self.path, text)?;
        self.document = parse(&self.path, text)?;
        Ok(())
    }

    fn set(&mut self, url: &str, option: FeedOption, typed: &str) -> Result<(), FeedEditError> {
        let value = value_of(option, typed)?;
        let at = self.place(url)?;
        let table = self.tables().get_mut(at).ok_or(FeedEditError::Gone)?;
        let key = option.key();
        match value {
            None => drop(table.remove(key)),
            Some(value) => set_value(table, key, value),
        }
        Ok(())
    }

    fn shift(&mut self, url: &str, down: bool) -> Result<(), FeedEditError> {
        let at = self.place(url)?;
        let beside = if down {
            Some(at + 1).filter(|beside| *beside < self.tables().len())
        } else {
            at.checked_sub(1)
        };
        let beside = beside.ok_or(FeedEditError::AtEnd(if down { "last" } else { "first" }))?;
        let tables = self.tables();
        let mut places = positions(tables);
        let mut order: Vec<Table> = tables.iter().cloned().collect();
        order.swap(at, beside);
        for table in &mut order {
            put_at(table, &mut places);
        }
        *tables = order.into_iter().collect();
        Ok(())
    }

    /// Where the table of a feed stands.
    fn place(&mut self, url: &str) -> Result<usize, FeedEditError> {
        let mut tables = self.tables().iter();
        let at = tables.position(|table| name_of_table(table).as_deref() == Some(url));
        at.ok_or(FeedEditError::Gone)
    }
}

/// The places in the file of feeds and of all tables in them, in their order there. Tables are
/// written in the order of their positions, each for itself: `[feed.auth]` has one of its own.
fn positions(feeds: &ArrayOfTables) -> std::vec::IntoIter<isize> {
    fn add(table: &Table, places: &mut Vec<isize>) {
        // One that has no place yet is written behind the one before it.
        let before = places.last().copied().unwrap_or_default();
        places.push(table.position().unwrap_or(before));
        for (_, item) in table {
            match item {
                Item::Table(inner) => add(inner, places),
                Item::ArrayOfTables(list) => list.iter().for_each(|inner| add(inner, places)),
                _ => {}
            }
        }
    }
    let mut places = Vec::new();
    feeds.iter().for_each(|feed| add(feed, &mut places));
    places.sort_unstable();
    places.into_iter()
}

/// Gives a table and those in it the next places.
fn put_at(table: &mut Table, places: &mut std::vec::IntoIter<isize>) {
    table.set_position(places.next());
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => put_at(inner, places),
            Item::ArrayOfTables(list) => list.iter_mut().for_each(|inner| put_at(inner, places)),
            _ => {}
        }
    }
}

/// The value of an option as the file has it; `None` takes it out.
fn value_of(option: FeedOption, typed: &str) -> Result<Option<Value>, FeedEditError> {
    let is_on = typed == "on";
    let value = match option {
        _ if typed.is_empty() => None,
        FeedOption::Title | FeedOption::Publisher => Some(Value::from(typed)),
        FeedOption::UserAgent => {
            let is_plain = typed.chars().all(|c| c == ' ' || c.is_ascii_graphic());
            let header = is_plain.then_some(typed).ok_or(FeedEditError::NoHeader)?;
            Some(Value::from(header))
        }
        FeedOption::Tags => {
            let tags = typed.split(',').map(str::trim);
            let tags: Array = tags.filter(|tag| !tag.is_empty()).collect();
            (!tags.is_empty()).then(|| Value::from(tags))
        }
        FeedOption::Interval => {
            let known = parse_time_span(typed).filter(|time| *time <= LONGEST);
            known.ok_or_else(|| FeedEditError::NoTime(typed.to_owned()))?;
            Some(Value::from(typed))
        }
        FeedOption::FullText | FeedOption::Paused => is_on.then(|| Value::from(true)),
        FeedOption::Group => (!is_on).then(|| Value::from(false)),
    };
    Ok(value)
}

/// Ten years.
const LONGEST: Duration = Duration::from_secs(3650 * 86_400);

impl fmt::Display for FeedOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::files::file_with;

    const LIST: &str = "# mine\n[[feed]]\nurl = \"https://a.example/f\" # daily\ntags = [\"world\"] # kept\n\n# the second\n[[feed]]\nurl = \"https://b.example/f\"\ninterval = \"2h\"\n";

    fn edited(edits: &[FeedEdit]) -> Result<String, FeedEditError> {
        edited_in(LIST, edits)
    }

    fn edited_in(list: &str, edits: &[FeedEdit]) -> Result<String, FeedEditError> {
        let (_folder, path) = file_with("feeds.toml", list);
        let mut file = FeedFile::edit(&path).expect("valid");
        for edit in edits {
            file.apply(edit)?;
        }
        file.save().expect("saved");
        let text = std::fs::read_to_string(&path).expect("there");
        FeedFile::load(&path).expect("still valid");
        Ok(text)
    }

    fn set(option: FeedOption, typed: &str) -> FeedEdit {
        FeedEdit::Set {
            url: "https://a.example/f".to_owned(),
            option,
            typed: typed.to_owned(),
        }
    }

    #[test]
    fn an_option_is_set_and_all_comments_stay() {
        let text = edited(&[
            set(FeedOption::Tags, "world, sea"),
            set(FeedOption::Title, "The A"),
            set(FeedOption::Paused, "on"),
            set(FeedOption::Group, "off"),
        ]);
        let text = text.expect("set");
        assert!(
            text.contains("tags = [\"world\", \"sea\"] # kept\n"),
            "{text}"
        );
        assert!(
            text.contains("title = \"The A\"\npaused = true\ngroup = false\n"),
            "{text}"
        );
        assert!(
            text.starts_with("# mine\n")
                && text.contains("# daily")
                && text.contains("# the second")
        );
    }

    #[test]
    fn nothing_typed_gives_the_default_back() {
        let text = edited(&[set(FeedOption::Tags, ""), set(FeedOption::Paused, "off")]);
        let text = text.expect("set");
        assert!(
            !text.contains("world") && !text.contains("paused"),
            "{text}"
        );
    }

    #[test]
    fn what_is_no_time_is_said_and_changes_nothing() {
        let error = edited(&[set(FeedOption::Interval, "soon")]).expect_err("no time");
        assert_eq!(
            error.to_string(),
            "\"soon\" is not a time like 30m, 2h or 1d"
        );
    }

    #[test]
    fn feeds_change_places_with_their_comments() {
        let down = |url: &str, down| FeedEdit::Move {
            url: url.to_owned(),
            down,
        };
        let text = edited(&[down("https://a.example/f", true)]).expect("moved");
        let (a, b) = (text.find("https://a"), text.find("https://b"));
        assert!(a > b, "{text}");
        assert!(text.find("# the second") < b, "{text}");
        let error = edited(&[down("https://a.example/f", false)]).expect_err("the first");
        assert_eq!(error, FeedEditError::AtEnd("first"));
    }

    /// Feeds that say who asks in tables of their own, and something else between them.
    const SECRETS: &str = "\
# A
[[feed]]
url = \"https://a.example/f\"

# only for A
[feed.auth]
scheme = \"basic\"
user = \"me\"
command = [\"pass\", \"of A\"]

[feed.tls]
verify = true

[mine]
note = 1

# B
[[feed]]
url = \"https://b.example/f\"
auth = { scheme = \"bearer\", env = \"of B\" }

[[feed]]
url = \"https://c.example/f\"

[feed.auth]
scheme = \"bearer\"
env = \"of C\"
";

    /// The feeds of a list, sorted by address, and their addresses in the order of the list.
    fn feeds_in(text: &str) -> (Vec<FeedEntry>, Vec<String>) {
        let (_folder, path) = file_with("feeds.toml", text);
        let file = FeedFile::load(&path).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut feeds = file.entries().to_vec();
        let order = feeds.iter().map(|feed| feed.url[8..9].to_owned()).collect();
        feeds.sort_by(|one, other| one.url.cmp(&other.url));
        (feeds, order)
    }

    #[test]
    fn what_is_secret_moves_with_its_feed_and_to_no_other() {
        let (before, _) = feeds_in(SECRETS);
        assert!(before.iter().all(|feed| feed.auth.is_some()));
        let shift = |feed: &str, down| FeedEdit::Move {
            url: format!("https://{feed}.example/f"),
            down,
        };
        for (moves, expected) in [
            (vec![shift("a", true)], ["b", "a", "c"]),
            (vec![shift("b", true)], ["a", "c", "b"]),
            (vec![shift("c", false)], ["a", "c", "b"]),
            (vec![shift("c", false), shift("c", false)], ["c", "a", "b"]),
            (vec![shift("a", true), shift("a", true)], ["b", "c", "a"]),
            (vec![shift("a", true), shift("a", false)], ["a", "b", "c"]),
        ] {
            let text = edited_in(SECRETS, &moves).expect("moved");
            let (feeds, order) = feeds_in(&text);
            assert_eq!(order, expected, "{text}");
            assert_eq!(feeds, before, "{text}");
            let kept = [
                "# A\n[[feed]]\nurl = \"https://a",
                "# only for A\n[feed.auth]",
            ];
            assert!(kept.iter().all(|kept| text.contains(kept)), "{text}");
        }
    }

    #[test]
    fn what_is_secret_goes_with_its_feed_and_comes_back_with_it() {
        let (before, _) = feeds_in(SECRETS);
        for (at, feed) in ["a", "b", "c"].into_iter().enumerate() {
            let url = format!("https://{feed}.example/f");
            let text = edited_in(SECRETS, &[FeedEdit::Remove { url }]).expect("removed");
            let mut others = before.clone();
            others.remove(at);
            assert_eq!(feeds_in(&text).0, others, "{text}");
            assert!(
                !text.contains(&format!("of {}", feed.to_uppercase())),
                "{text}"
            );
            let (_folder, path) = file_with("feeds.toml", &text);
            let mut file = FeedFile::edit(&path).expect("valid");
            file.add(FeedEntry::new("https://d.example/f"));
            file.save().expect("saved");
            let (feeds, _) = feeds_in(&file.text());
            assert_eq!(feeds[..2], others, "another feed behind takes nothing over");
            file.replace(SECRETS).expect("valid");
            file.save().expect("saved");
            assert_eq!(std::fs::read_to_string(&path).expect("there"), SECRETS);
        }
    }

    #[test]
    fn a_feed_that_is_gone_is_said() {
        let url = "https://c.example/f".to_owned();
        assert_eq!(
            edited(&[FeedEdit::Remove { url }]),
            Err(FeedEditError::Gone)
        );
    }

    #[test]
    fn a_value_is_shown_as_it_is_typed() {
        let feed = FeedEntry {
            interval: Some(Duration::from_secs(7200)),
            ..FeedEntry::new("https://a.example/f")
        };
        assert_eq!(FeedOption::Interval.of(&feed), "2h");
        assert_eq!(FeedOption::Group.of(&feed), "on");
        assert_eq!(FeedOption::Title.of(&feed), "");
    }
}
