//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::query;

/// A terminal news reader that folds the articles of one event into one story.
#[derive(Debug, Parser)]
#[command(name = "newsfold", version, about, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub global: Global,
    /// A prompt and plain lines instead of the screen, for screen readers and simple terminals
    #[arg(long)]
    pub plain: bool,
    /// Columns of the lines that --plain prints
    #[arg(long, requires = "plain", value_name = "N", value_parser = clap::value_parser!(u16).range(20..=1000))]
    pub width: Option<u16>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct Global {
    /// Keep everything under this folder
    #[arg(long, global = true, env = "NEWSFOLD_HOME", value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Use this configuration file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Do not use the network
    #[arg(long, global = true)]
    pub offline: bool,
    /// Take this as the present (RFC 3339)
    #[arg(long, global = true, value_name = "TIME")]
    pub now: Option<String>,
    /// Log more
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open a bundled sample day; no configuration, no internet
    Demo(DemoOptions),
    /// Fetch what is due
    Refresh(RefreshOptions),
    /// List stories
    #[command(after_long_help = query::help())]
    Stories(StoriesOptions),
    /// Print a story or an article
    Show(ShowOptions),
    /// Search titles and texts
    #[command(after_long_help = query::help())]
    Search(SearchOptions),
    /// List the rules with how many articles each is about, or apply them to what is here
    #[command(after_long_help = query::help())]
    Rules(RulesOptions),
    /// Add feeds, or sites whose feeds are to be found
    Add(AddOptions),
    /// Remove a feed
    Remove {
        /// Its address
        url: String,
    },
    /// List the feeds
    Feeds {
        /// Print JSON Lines
        #[arg(long)]
        json: bool,
    },
    /// Take over a newsboat home, the feeds of an OPML file, newsboat's "urls" or newsraft's
    /// "feeds", or what export --state wrote
    Import(ImportOptions),
    /// Write the feed list as OPML, or what you did
    Export(ExportOptions),
    /// Mark articles or stories
    Mark {
        /// What they become
        mark: Mark,
        /// story:ID, article:ID or an address
        #[arg(required = true)]
        targets: Vec<String>,
    },
    /// Give articles or stories tags of your own
    Tag {
        /// One tag, or several between commas
        tags: String,
        /// story:ID, article:ID or an address; a story stands for all its articles
        #[arg(required = true)]
        targets: Vec<String>,
    },
    /// Take tags of your own from articles or stories
    Untag {
        /// One tag, or several between commas
        tags: String,
        /// story:ID, article:ID or an address; a story stands for all its articles
        #[arg(required = true)]
        targets: Vec<String>,
    },
    /// Open an original in the browser
    Open {
        /// story:ID, article:ID or an address
        target: String,
    },
    /// Group articles given as JSON Lines
    Group {
        /// The file; standard input where it is absent or "-"
        file: Option<PathBuf>,
        /// Say why each article stands where it stands
        #[arg(long)]
        explain: bool,
    },
    /// Compare articles of one story given as JSON Lines in the order they are read
    Compare {
        /// The file; standard input where it is absent or "-"
        file: Option<PathBuf>,
        /// JSON, which it always is
        #[arg(long, hide = true)]
        json: bool,
    },
    /// Say what is wrong here and what to do about it, or group the last days anew
    Doctor(DoctorOptions),
    /// Print the items of a feed file as JSON Lines
    Parse {
        /// The file; standard input where it is absent or "-"
        file: Option<PathBuf>,
        /// Address that relative links start from
        #[arg(long, value_name = "URL")]
        base: Option<String>,
    },
    /// Print the article of a web page
    Extract {
        /// The page; standard input where it is absent or "-"
        file: Option<PathBuf>,
        /// Address of the page, which relative links start from
        #[arg(long, value_name = "URL")]
        base: Option<String>,
        /// The form of it
        #[arg(long, value_enum, default_value_t = PageFormat::Json)]
        format: PageFormat,
    },
    /// Say where files lie, or print the settings in use
    Config {
        /// What to print
        part: ConfigPart,
    },
    /// Show the manual; in a pipe, print it for man (newsfold man | man -l -)
    Man {
        /// Another page
        page: Option<ManPage>,
    },
    /// Print what a shell completes: put it where that shell looks for it
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Make the bundled table of word rarities from texts (JSON Lines with title and text)
    #[command(hide = true)]
    Rarities {
        /// The files, plain
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(super) struct DemoOptions {
    /// Print the stories instead of opening the screen
    #[arg(long)]
    pub headless: bool,
    /// Print JSON Lines (with --headless)
    #[arg(long, requires = "headless")]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct RefreshOptions {
    /// Only this feed; may be given several times
    #[arg(long = "feed", value_name = "URL")]
    pub feeds: Vec<String>,
    /// Everything, due or not
    #[arg(long)]
    pub all: bool,
    /// Also hosts that asked to be left alone for a while
    #[arg(long)]
    pub force: bool,
    /// Print a JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Default, Args)]
pub(super) struct StoriesOptions {
    /// Only stories with an article that answers this query (--help explains them), muted ones left
    /// out; "--" before one that begins with "-"
    pub query: Vec<String>,
    /// Only stories with something unread
    #[arg(long)]
    pub unread: bool,
    /// Only stories with so many sources
    #[arg(long, value_name = "N")]
    pub min_sources: Option<u32>,
    /// Only stories with an article of the last while ("24h")
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Their order
    #[arg(long, value_enum, default_value_t)]
    pub sort: Order,
    /// So many at the most
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Print JSON Lines
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Order {
    #[default]
    Top,
    New,
    Sources,
}

#[derive(Debug, Args)]
pub(super) struct ShowOptions {
    /// story:ID, article:ID or an address; a page that is not in the cache is fetched and read
    pub target: String,
    /// The feed's own text, where the full one is there
    #[arg(long)]
    pub feed_text: bool,
    /// Print JSON
    #[arg(long, group = "format")]
    pub json: bool,
    /// Print Markdown
    #[arg(long, group = "format")]
    pub markdown: bool,
    /// Print text (the default)
    #[arg(long, group = "format")]
    pub text: bool,
    /// Print HTML
    #[arg(long, group = "format")]
    pub html: bool,
    /// Width of text in columns
    #[arg(long, default_value_t = 80, value_name = "N")]
    pub width: usize,
}

#[derive(Debug, Args)]
pub(super) struct SearchOptions {
    /// What to look for; "--" before what begins with "-"
    #[arg(required = true)]
    pub query: Vec<String>,
    /// So many at the most
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
    /// Print JSON Lines
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct RulesOptions {
    /// Apply them to all articles of the cache, not only to new ones
    #[arg(long)]
    pub apply: bool,
    /// Print JSON Lines
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ImportOptions {
    /// The file, "-" for standard input; or the folder of newsboat (~/.newsboat,
    /// ~/.config/newsboat)
    pub file: PathBuf,
    /// It is what export --state wrote (found out by itself, too)
    #[arg(long)]
    pub state: bool,
    /// Take feeds over that run a command of yours with every refresh
    #[arg(long)]
    pub commands: bool,
    /// Only say what would be done
    #[arg(long, conflicts_with = "state")]
    pub dry_run: bool,
    /// Print a JSON object: what came over, and each line that did not
    #[arg(long, conflicts_with = "state")]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct AddOptions {
    /// Feeds, sites, files, "exec:COMMAND" or "filter:COMMAND:URL"
    #[arg(required = true, value_name = "URL")]
    pub urls: Vec<String>,
    /// Where a site has several feeds, add all that are not comments
    #[arg(long, conflicts_with = "first")]
    pub all: bool,
    /// Where a site has several feeds, add the likeliest
    #[arg(long)]
    pub first: bool,
    /// Tag them; may be given several times
    #[arg(long = "tag", value_name = "T")]
    pub tags: Vec<String>,
    /// Name to show
    #[arg(long, value_name = "T")]
    pub title: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct DoctorOptions {
    /// Group the articles of the last days anew; stories that are the same keep their ids
    #[arg(long)]
    pub regroup: bool,
    /// So many days; as far as grouping looks where it is absent
    #[arg(long, requires = "regroup", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub days: Option<u32>,
    /// Print a JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportOptions {
    /// Write OPML (the default)
    #[arg(long, group = "what")]
    pub opml: bool,
    /// Write what you did as JSON Lines: what was read, seen, starred, followed, muted, opened and
    /// tagged, and decisions about stories
    #[arg(long, group = "what")]
    pub state: bool,
    /// The file; standard output where it is absent
    pub file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Mark {
    Read,
    Unread,
    Star,
    Unstar,
    /// The story of an article, as all that joins it
    Follow,
    Unfollow,
    /// Fold the story of an article away
    Mute,
    Unmute,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ConfigPart {
    /// Where files lie
    Path,
    /// All settings in use, each with its meaning and its default
    Print,
    /// What is wrong with the configuration, and every setting with its meaning
    Check,
}

/// A page of the manual beside the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ManPage {
    /// What newsboat's keys, settings and lists are here
    Newsboat,
}

/// The form that the article of a page is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PageFormat {
    /// One object with all that is known
    Json,
    /// The text alone
    Text,
    /// The text with its structure
    Markdown,
}
