//! What the feed manager changes in `feeds.toml`: one option of a feed, its place, the feed itself.
//! All else in the file stays as the reader wrote it.

use std::{fmt, time::Duration};

use toml_edit::{Array, Item, value};

use crate::config::{ConfigError, FeedEntry, FeedFile, files::parse, settings::parse_time_span};

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
        self.document = parse(&self.path, text)?;
        Ok(())
    }

    fn set(&mut self, url: &str, option: FeedOption, typed: &str) -> Result<(), FeedEditError> {
        let item = item_of(option, typed)?;
        let at = self.place(url)?;
        let table = self.tables().get_mut(at).ok_or(FeedEditError::Gone)?;
        let key = option.key();
        match item {
            None => drop(table.remove(key)),
            Some(item) => match table.get_mut(key).and_then(Item::as_value_mut) {
                // What stands around the value stays: blanks, and a comment after it.
                Some(known) => {
                    let around = known.decor().clone();
                    if let Ok(new) = item.into_value() {
                        *known = new;
                        *known.decor_mut() = around;
                    }
                }
                None => drop(table.insert(key, item)),
            },
        }
        Ok(())
    }

    /// Tables are written in the order of their positions, so two that change places change these.
    fn shift(&mut self, url: &str, down: bool) -> Result<(), FeedEditError> {
        let at = self.place(url)?;
        let beside = if down {
            Some(at + 1).filter(|beside| *beside < self.tables().len())
        } else {
            at.checked_sub(1)
        };
        let beside = beside.ok_or(FeedEditError::AtEnd(if down { "last" } else { "first" }))?;
        let tables = self.tables();
        let pair = tables.get(at).cloned().zip(tables.get(beside).cloned());
        let Some((mut one, mut other)) = pair else {
            return Err(FeedEditError::Gone);
        };
        let (first, second) = (one.position(), other.position());
        one.set_position(second);
        other.set_position(first);
        if let Some(table) = tables.get_mut(beside) {
            *table = one;
        }
        if let Some(table) = tables.get_mut(at) {
            *table = other;
        }
        Ok(())
    }

    /// Where the table of a feed stands.
    fn place(&mut self, url: &str) -> Result<usize, FeedEditError> {
        let mut tables = self.tables().iter();
        let at =
            tables.position(|table| super::feeds::name_of_table(table).as_deref() == Some(url));
        at.ok_or(FeedEditError::Gone)
    }
}

/// The value of an option as the file has it; `None` takes it out.
fn item_of(option: FeedOption, typed: &str) -> Result<Option<Item>, FeedEditError> {
    let is_on = typed == "on";
    let item = match option {
        _ if typed.is_empty() => None,
        FeedOption::Title | FeedOption::Publisher => Some(value(typed)),
        FeedOption::UserAgent => {
            let is_plain = typed.chars().all(|c| c == ' ' || c.is_ascii_graphic());
            Some(value(
                is_plain.then_some(typed).ok_or(FeedEditError::NoHeader)?,
            ))
        }
        FeedOption::Tags => {
            let tags = typed.split(',').map(str::trim);
            let tags: Array = tags.filter(|tag| !tag.is_empty()).collect();
            (!tags.is_empty()).then(|| value(tags))
        }
        FeedOption::Interval => {
            let known = parse_time_span(typed).filter(|time| *time <= LONGEST);
            known.ok_or_else(|| FeedEditError::NoTime(typed.to_owned()))?;
            Some(value(typed))
        }
        FeedOption::FullText | FeedOption::Paused => is_on.then(|| value(true)),
        FeedOption::Group => (!is_on).then(|| value(false)),
    };
    Ok(item)
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

    const LIST: &str = "# mine\n[[feed]]\nurl = \"https://a.example/f\" # daily\ntags = [\"world\"] # kept\n\n# the second\n[[feed]]\nurl = \"https://b.example/f\"\ninterval = \"2h\"\n";

    fn edited(edits: &[FeedEdit]) -> Result<String, FeedEditError> {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("feeds.toml");
        std::fs::write(&path, LIST).expect("written");
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
