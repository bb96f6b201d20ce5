//! `config.toml`: every setting, its default, and what is said of keys that mean nothing.

use std::{collections::BTreeMap, fs, io, ops::RangeInclusive, path::Path, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    config::{
        ConfigError, Highlight, ListSettings, NotifySettings, Rule, ThemeName, highlights,
        options::known, rules, unknown::unknown_keys,
    },
    model::EnclosureKind,
};

/// Everything `config.toml` can say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How feeds are fetched.
    pub fetch: FetchSettings,
    /// What `o` starts.
    pub browser: BrowserSettings,
    /// What `e` starts.
    pub open: OpenSettings,
    /// How the screen looks.
    pub display: DisplaySettings,
    /// How the list is written.
    pub list: ListSettings,
    /// What is read, and fetched for it.
    pub reading: ReadingSettings,
    /// How long articles are kept.
    pub retention: RetentionSettings,
    /// Keys, mouse, and the keyboard.
    pub input: InputSettings,
    /// What texts are copied with.
    pub clipboard: ClipboardSettings,
    /// What the bookmark key starts.
    pub bookmark: BookmarkSettings,
    /// How the reader is told what rules found.
    pub notify: NotifySettings,
    /// What comes of followed stories.
    pub follow: FollowSettings,
    /// Saved queries by name.
    pub views: BTreeMap<String, String>,
    /// Action name → keys, over those of the preset; below `stories`, `reader`, `sources` and
    /// `screens` the same for keys pressed there.
    pub keys: BTreeMap<String, toml::Value>,
    /// Keys behind the macro key → steps: names of actions, and command lines after a colon.
    pub macros: BTreeMap<String, toml::Value>,
    /// Keys → steps, as for macros, without the macro key before them.
    pub commands: BTreeMap<String, toml::Value>,
    /// What happens to articles as they come in.
    pub rule: Vec<Rule>,
    /// What is lit up where it stands.
    pub highlight: Vec<Highlight>,
}

/// Keys, mouse, and the keyboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InputSettings {
    /// The keys that `[keys]` is laid over.
    pub preset: Preset,
    /// Layouts of the keyboard by name ("russian"), or letters and the Latin ones on the same keys
    /// ("йцу=qwe"), with blanks between. Holds for keys, not for what is typed into a line.
    pub langmap: String,
    /// Whether the mouse is used; without it the terminal selects text with it.
    pub mouse: bool,
}

impl Default for InputSettings {
    fn default() -> Self {
        Self {
            preset: Preset::default(),
            langmap: String::new(),
            mouse: true,
        }
    }
}

/// A set of keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// newsfold's own.
    #[default]
    Default,
    /// Those of newsboat, over newsfold's own.
    Newsboat,
    /// Arrows, function keys and others that need no letters.
    Arrows,
}

/// What texts are copied with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClipboardSettings {
    /// Program and arguments that take the text on their standard input. Where none is said, a
    /// program for it that is found, else the terminal (OSC 52), as always over SSH.
    pub command: Vec<String>,
}

/// What the bookmark key starts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BookmarkSettings {
    /// Program and arguments, in which `{url}`, `{title}`, `{source}` and `{tags}` are replaced; no
    /// shell is involved. Where none of these stands there, the address is added at the end.
    pub command: Vec<String>,
}

/// How feeds are fetched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FetchSettings {
    /// Requests in flight in all.
    pub at_once: usize,
    /// Requests in flight to one host.
    pub per_host: usize,
    /// Time between two requests to one host.
    #[serde(with = "duration")]
    pub host_gap: Duration,
    /// Whether the limits for hosts hold for loopback addresses too.
    pub polite_to_loopback: bool,
    /// Time between two fetches of a feed that says nothing itself and changes often, or of which it
    /// is not known yet how often it does.
    #[serde(with = "duration")]
    pub interval: Duration,
    /// Longest time between two fetches of a feed that changes rarely: it is asked about twice in
    /// the time in which something new is to be expected. Not above `interval`, all are asked
    /// alike.
    #[serde(with = "duration")]
    pub max_interval: Duration,
    /// Time to connect.
    #[serde(with = "duration")]
    pub connect_timeout: Duration,
    /// Time without a byte of the answer.
    #[serde(with = "duration")]
    pub read_timeout: Duration,
    /// Time for a whole answer.
    #[serde(with = "duration")]
    pub timeout: Duration,
    /// Megabytes of one answer, after decompression.
    pub body_limit_mb: usize,
    /// What the program calls itself; the default names program and version.
    pub user_agent: Option<String>,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            at_once: 64,
            per_host: 1,
            host_gap: Duration::from_secs(1),
            polite_to_loopback: false,
            interval: Duration::from_secs(30 * 60),
            max_interval: Duration::from_secs(6 * 3600),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(20),
            timeout: Duration::from_secs(40),
            body_limit_mb: 20,
            user_agent: None,
        }
    }
}

/// What `o` starts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BrowserSettings {
    /// Program and arguments; the address is put in the place of `{url}`, else added at the end.
    pub command: Vec<String>,
}

/// What `e` starts for what comes with an article: program and arguments for each kind; the address
/// is put in the place of `{url}`, else added at the end. Where none is said, the browser.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpenSettings {
    /// Audio.
    pub audio: Vec<String>,
    /// Video.
    pub video: Vec<String>,
    /// Pictures.
    pub image: Vec<String>,
    /// PDF.
    pub pdf: Vec<String>,
}

impl OpenSettings {
    /// Program and arguments for a kind; empty for the browser.
    pub fn command(&self, kind: EnclosureKind) -> &[String] {
        match kind {
            EnclosureKind::Audio => &self.audio,
            EnclosureKind::Video => &self.video,
            EnclosureKind::Image => &self.image,
            EnclosureKind::Pdf => &self.pdf,
            EnclosureKind::Other => &[],
        }
    }
}

/// How the screen looks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DisplaySettings {
    /// Colours: `terminal`, `auto`, `light`, `dark`, `contrast`, `paper` or `night`.
    pub theme: ThemeName,
    /// Only ASCII signs for state.
    pub ascii: bool,
    /// How pictures are shown.
    pub pictures: Pictures,
    /// Whether links are written so that the terminal itself opens them.
    pub hyperlinks: Hyperlinks,
    /// Who puts right-to-left text in the order of the screen.
    pub right_to_left: RightToLeft,
    /// Nothing moves by itself: what a refresh has done is said every two seconds at most.
    pub reduced_motion: bool,
    /// The window is called after what is read in it.
    pub title: bool,
}

/// Who puts right-to-left text in the order of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RightToLeft {
    /// By what is known of the terminal.
    #[default]
    Auto,
    /// newsfold does: for terminals that show cells as they come.
    Newsfold,
    /// newsfold orders words, the terminal turns each: kitty.
    Words,
    /// The terminal does.
    Terminal,
}

/// Whether links are written so that the terminal itself opens them (OSC 8).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hyperlinks {
    /// Where nothing is known that speaks against it.
    #[default]
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

/// How pictures are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pictures {
    /// By what is known of the terminal; by half blocks over SSH.
    #[default]
    Auto,
    /// The protocol of kitty.
    Kitty,
    /// The protocol of iTerm2.
    Iterm2,
    /// Sixels.
    Sixel,
    /// Half blocks.
    Blocks,
}

/// What is read, and fetched for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingSettings {
    /// Columns that a text may be wide on the screen; keys change it for the session and the next
    /// ones.
    #[serde(deserialize_with = "text_width")]
    pub text_width: u16,
    /// Whose full texts are fetched after a refresh, beside those of feeds that say `full_text`.
    pub full_text_ahead: FullTextAhead,
}

/// Columns that a text may be made wide.
pub const TEXT_WIDTHS: RangeInclusive<u16> = 24..=240;

fn text_width<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let width = u16::deserialize(deserializer)?;
    if TEXT_WIDTHS.contains(&width) {
        return Ok(width);
    }
    let (least, most) = (TEXT_WIDTHS.start(), TEXT_WIDTHS.end());
    let sentence = format!("a text is {least} to {most} columns wide, not {width}");
    Err(serde::de::Error::custom(sentence))
}

impl Default for ReadingSettings {
    fn default() -> Self {
        Self {
            text_width: 80,
            full_text_ahead: FullTextAhead::default(),
        }
    }
}

/// Whose full texts are fetched without being asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FullTextAhead {
    /// Nobody's.
    #[default]
    Off,
    /// Those of starred articles.
    Starred,
}

/// What comes of followed stories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FollowSettings {
    /// Whether the reader is told, as of what rules find, when they get new facts or another report.
    pub notify: bool,
    /// Days without an article after which a story is followed no longer; 0 for never.
    pub quiet_days: u32,
}

impl FollowSettings {
    /// After how long a quiet story is followed no longer.
    pub fn quiet(&self) -> Option<Duration> {
        let days = u64::from(self.quiet_days);
        (days > 0).then(|| Duration::from_secs(days * 86_400))
    }
}

impl Default for FollowSettings {
    fn default() -> Self {
        Self {
            notify: true,
            quiet_days: 7,
        }
    }
}

/// How long articles are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionSettings {
    /// Days after an article was first seen; starred, tagged and followed ones stay for good.
    pub days: u32,
}

impl RetentionSettings {
    /// How long an article is kept after it was first seen.
    pub fn keep(&self) -> Duration {
        Duration::from_secs(u64::from(self.days) * 86_400)
    }
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self { days: 90 }
    }
}

impl Settings {
    /// Reads the file at `path`; a missing one gives the defaults. The second value names the
    /// keys that mean nothing, a sentence each.
    pub fn load(path: &Path) -> Result<(Self, Vec<String>), ConfigError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok((Self::default(), Vec::new()))
            }
            Err(error) => Err(ConfigError::file("read", path, error)),
        }
    }

    /// Whether this version knows a section of that name.
    pub fn has_section(name: &str) -> bool {
        known().iter().any(|known| {
            let rest = known.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// Whether there is a setting of that name ("fetch.interval").
    #[cfg(test)]
    pub fn has(name: &str) -> bool {
        let of_section = |known: &str| {
            let start = known.strip_suffix('*');
            start.is_some_and(|start| name.starts_with(start))
        };
        known()
            .iter()
            .any(|known| *known == name || of_section(known))
    }

    /// Understands the text of a file as `load` does.
    pub fn parse(text: &str, path: &Path) -> Result<(Self, Vec<String>), ConfigError> {
        let settings: Self =
            toml::from_str(text).map_err(|error| ConfigError::syntax(path, text, &error))?;
        let mut sentences = unknown_keys(text, &known());
        sentences.extend(rules::mistakes(text, &settings.rule, &settings.views));
        sentences.extend(highlights::mistakes(text, &settings.highlight));
        Ok((settings, sentences))
    }
}

/// Ten years: sums of times that are no longer stay within their range.
const LONGEST_DURATION: Duration = Duration::from_secs(3650 * 86_400);

/// Durations as "90s", "30m", "2h", "1d".
mod duration {
    use super::{Deserialize, Deserializer, Duration, Serializer};

    pub fn serialize<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{}s", time.as_secs_f64()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_duration(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "\"{text}\" is not a time like \"90s\", \"30m\" or \"2h\" (10 years at the most)"
            ))
        })
    }
}

/// A duration that may be absent.
pub(super) fn optional_duration<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Duration>, D::Error> {
    duration::deserialize(deserializer).map(Some)
}

/// Reads "90s", "30m", "2h", "1d", "1.5h", "250ms"; nothing longer than 10 years is meant.
fn parse_duration(text: &str) -> Option<Duration> {
    parse_time_span(text).filter(|time| *time <= LONGEST_DURATION)
}

/// Reads the same of whatever length.
pub fn parse_time_span(text: &str) -> Option<Duration> {
    let text = text.trim();
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number: f64 = text[..split].parse().ok()?;
    let unit = match text[split..].trim() {
        "ms" => 0.001,
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        "w" => 604_800.0,
        _ => return None,
    };
    // So many digits that no time is that long mean all of it.
    Some(Duration::try_from_secs_f64(number * unit).unwrap_or(Duration::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_gives_the_defaults() {
        let (settings, unknown) =
            Settings::load(Path::new("/nonexistent/config.toml")).expect("defaults");
        assert_eq!(settings, Settings::default());
        assert!(unknown.is_empty());
    }

    #[test]
    fn no_time_is_longer_than_ten_years() {
        assert!(parse_duration("3650d").is_some());
        assert_eq!(parse_duration("3651d"), None);
        assert_eq!(
            parse_time_span("1000w"),
            Some(LONGEST_DURATION / 3650 * 7000)
        );
        assert_eq!(
            parse_time_span("9999999999999999999999d"),
            Some(Duration::MAX)
        );
        let text = "[fetch]\ntimeout = \"9999999999999d\"\n";
        let error = Settings::parse(text, Path::new("config.toml")).expect_err("too long");
        assert!(
            error.to_string().contains("10 years at the most"),
            "{error}"
        );
    }

    #[test]
    fn a_rule_that_means_nothing_is_left_out_with_a_sentence() {
        let text = "[[rule]]\nname = \"ads\"\nquery = \"title:/spon(/\"\nmute = true\n\
                    [[rule]]\nquery = \"fire\"\nmuted = true\ntag = \"hot\"\n\
                    [[rule]]\nquery = \"smoke\"\n\
                    [[rule]]\nmute = true\n\
                    [views]\n\"New fires\" = \"fire sinc:7d\"\n";
        let (settings, said) = Settings::parse(text, Path::new("config.toml")).expect("valid");
        let works: Vec<bool> = settings
            .rule
            .iter()
            .map(|rule| rule.asked().is_some())
            .collect();
        assert_eq!(works, [false, true, true, false]);
        assert_eq!(settings.rule[1].tag, ["hot"]);
        let said: Vec<_> = said.iter().map(String::as_str).collect();
        assert!(
            said[0].starts_with(
                "line 3: rule 1 (\"ads\") is left out: The query is not understood at character 7:"
            ),
            "{said:?}"
        );
        assert_eq!(
            said[1..4],
            [
                "line 7: \"muted\" is not a setting of a rule. Did you mean \"mute\"?",
                "line 10: rule 3 (\"smoke\") does nothing. Say mute, tag, star, read, boost or \
                 notify.",
                "line 11: rule 4 (\"\") is left out: it has no query",
            ]
        );
        assert!(
            said[4].starts_with("line 14: the saved query \"New fires\": The query")
                && said[4].contains("\"since\" may be meant"),
            "{said:?}"
        );
        let error = Settings::parse(
            "[[rule]]\nquery = \"x\"\ntag = 3\n",
            Path::new("config.toml"),
        );
        let error = error.expect_err("no tag").to_string();
        assert!(error.contains("line 3: a tag is like"), "{error}");
    }

    #[test]
    fn times_are_written_with_their_unit() {
        let text = "[fetch]\nhost_gap = \"250ms\"\ninterval = \"2h\"\n";
        let (settings, _) = Settings::parse(text, Path::new("config.toml")).expect("valid");
        assert_eq!(settings.fetch.host_gap, Duration::from_millis(250));
        assert_eq!(settings.fetch.interval, Duration::from_secs(7200));
    }

    #[test]
    fn a_wrong_value_is_named_with_its_line() {
        let error = Settings::parse("[fetch]\nhost_gap = \"soon\"\n", Path::new("config.toml"));
        assert_eq!(
            error.expect_err("not a time").to_string(),
            "config.toml is not understood, line 2: \"soon\" is not a time like \"90s\", \"30m\" or \"2h\" (10 years at the most)"
        );
    }

    #[test]
    fn the_printed_settings_can_be_read_back() {
        let printed = toml::to_string(&Settings::default()).expect("serialisable");
        let (read, unknown) = Settings::parse(&printed, Path::new("config.toml")).expect("valid");
        assert_eq!(read, Settings::default());
        assert_eq!(unknown, Vec::<String>::new());
    }
}
