//! Real days as the publishers served them: a folder of feeds, each a folder of captures
//! (`feed/20260813T042412Z.xml`). They have no labels; what can be told is the largest stories, to
//! be read, and the *twins* left apart: articles of different publishers under nearly one headline.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use chrono::NaiveDateTime;
use newsfold::internals::{
    Draft, FeedContext, Input, LanguageGuess, Placement, Timestamp, WordKind, fold,
    group_stream_with, hash_word, parse_feed, words,
};

/// An article of a day and where it went.
struct Item {
    source: String,
    published: Timestamp,
    /// When it was first seen.
    captured: Timestamp,
    title: String,
    /// What its headline tells with, in order.
    words: Vec<u32>,
    draft: Option<Draft>,
    story: i64,
}

/// Two articles under nearly one headline.
struct Twins {
    share: f64,
    articles: (usize, usize),
}

const STORIES_TOLD: usize = 100;
/// Headlines have at least this many words in common …
const SHARED_WORDS: usize = 4;
/// … which are at least this share of the words of both.
const SHARED_SHARE: f64 = 2.0 / 3.0;
const TWIN_SECONDS: i64 = 48 * 3600;

/// What is told of a day: its largest stories and its twins.
pub fn tell(folder: &Path, changes: &[(String, f32)]) -> Result<String, String> {
    let mut items = read(folder)?;
    items.sort_by_key(|item| (item.captured, item.published));
    let drafts = items.iter_mut().filter_map(|item| item.draft.take());
    let placements = group_stream_with(changes, drafts)?;
    for (item, placement) in items.iter_mut().zip(&placements) {
        item.story = placement.story.0;
    }
    let mut told = String::new();
    let _ = writeln!(
        told,
        "== {}: {} articles, {} stories, {} of two or more",
        folder.display(),
        items.len(),
        stories(&items).len(),
        stories(&items).iter().filter(|of| of.len() > 1).count(),
    );
    tell_joins(&placements, &mut told);
    tell_stories(&items, &placements, &mut told);
    tell_twins(&items, &mut told);
    Ok(told)
}

fn read(folder: &Path) -> Result<Vec<Item>, String> {
    let (mut items, mut met) = (Vec::new(), HashSet::new());
    for feed in entries(folder)?.iter().filter(|path| path.is_dir()) {
        let source = name(feed);
        for capture in entries(feed)? {
            let Some(stem) = name(&capture).strip_suffix(".xml").map(str::to_owned) else {
                continue;
            };
            let time = NaiveDateTime::parse_from_str(&stem, "%Y%m%dT%H%M%SZ")
                .map_err(|error| format!("{}: {error}", capture.display()))?;
            let time = Timestamp(time.and_utc().timestamp());
            let bytes = fs::read(&capture).map_err(|error| error.to_string())?;
            items.extend(articles(&source, time, &bytes, &mut met));
        }
    }
    Ok(items)
}

/// The articles of a capture that were not met before; a capture that is no feed has none.
fn articles(
    source: &str,
    captured: Timestamp,
    bytes: &[u8],
    met: &mut HashSet<String>,
) -> Vec<Item> {
    let context = FeedContext {
        url: "",
        content_type: None,
    };
    let Ok(feed) = parse_feed(bytes, &context, &|_| false) else {
        return Vec::new();
    };
    let mut items = Vec::new();
    for article in feed.articles {
        let own = || format!("{source} {}", article.guid);
        if !met.insert(article.canonical.clone().unwrap_or_else(own)) {
            continue;
        }
        let stated = article.published.or(article.updated);
        let published = stated.unwrap_or(captured).min(captured);
        let draft = Draft::new(&Input {
            title: &article.title,
            text: &article.text,
            source,
            url: article.url.as_deref(),
            published,
            lang: article.lang.as_deref(),
            kind: article.kind,
            address: None,
            links: &[],
            related: &[],
        });
        items.push(Item {
            source: source.to_owned(),
            published,
            captured,
            words: telling_words(&article.title, article.lang.as_deref()),
            title: article.title,
            draft: Some(draft),
            story: 0,
        });
    }
    items
}

/// The words of a headline that are no function words, and the pairs of neighbours in scripts
/// without spaces, as sorted hashes.
fn telling_words(title: &str, lang: Option<&str>) -> Vec<u32> {
    let (mut guess, mut folded, mut found) = (LanguageGuess::default(), String::new(), Vec::new());
    let mut telling = BTreeSet::new();
    for word in words(title) {
        if word.kind == WordKind::Unspaced {
            let characters: Vec<char> = word.text.chars().collect();
            let pairs = characters.windows(2);
            telling.extend(pairs.map(|pair| hash_word(&String::from_iter(pair))));
            continue;
        }
        fold(word.text, &mut folded);
        let hash = hash_word(&folded);
        let lists = LanguageGuess::lists_with(hash);
        guess.count(&folded, lists);
        found.push((hash, lists));
    }
    let language = guess.language(lang);
    let told = found.into_iter();
    telling.extend(
        told.filter(|(_, lists)| !language.is_function_word(*lists))
            .map(|(hash, _)| hash),
    );
    telling.into_iter().collect()
}

/// Articles by story.
fn stories(items: &[Item]) -> Vec<Vec<usize>> {
    let mut stories: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        stories.entry(item.story).or_default().push(index);
    }
    stories.into_values().collect()
}

/// How many joins rest on few words: nearly all that rest on one are wrong when they are read.
fn tell_joins(placements: &[Placement], told: &mut String) {
    let joins: Vec<usize> = placements
        .iter()
        .filter_map(|placement| placement.reason.as_ref())
        .map(|why| why.words.len() + why.names.len() + why.numbers.len())
        .collect();
    let resting_on = |words: usize| joins.iter().filter(|shared| **shared == words).count();
    let _ = writeln!(
        told,
        "{} joins, {} of them by one shared word, {} by two",
        joins.len(),
        resting_on(1),
        resting_on(2),
    );
}

fn tell_stories(items: &[Item], placements: &[Placement], told: &mut String) {
    let mut stories = stories(items);
    stories.retain(|members| members.len() > 1);
    let sources = |members: &[usize]| {
        let sources = members.iter().map(|index| items[*index].source.as_str());
        sources.collect::<HashSet<_>>().len()
    };
    stories.sort_by_key(|members| Reverse((sources(members), members.len())));
    for (rank, members) in stories.iter().take(STORIES_TOLD).enumerate() {
        let _ = writeln!(
            told,
            "\n{}. {} sources, {} articles",
            rank + 1,
            sources(members),
            members.len()
        );
        let mut members = members.clone();
        members.sort_by_key(|index| items[*index].published);
        for index in members {
            let score = placements[index]
                .reason
                .as_ref()
                .map_or_else(String::new, |why| {
                    let words: Vec<&str> = [&why.names, &why.words, &why.numbers]
                        .into_iter()
                        .flatten()
                        .take(4)
                        .map(String::as_str)
                        .collect();
                    format!("  [{:.2}/{:.2} {}]", why.score, why.needed, words.join(" "))
                });
            let _ = writeln!(told, "  {}{score}", described(&items[index]));
        }
    }
}

fn tell_twins(items: &[Item], told: &mut String) {
    let twins = twins(items);
    let is_apart = |twins: &&Twins| {
        let (a, b) = twins.articles;
        items[a].story != items[b].story
    };
    let apart: Vec<&Twins> = twins.iter().filter(is_apart).collect();
    let _ = writeln!(
        told,
        "\n== twins of different publishers: {} pairs, {} in one story, {} apart ({:.1} %)",
        twins.len(),
        twins.len() - apart.len(),
        apart.len(),
        apart.len() as f64 * 100.0 / twins.len().max(1) as f64,
    );
    for twins in apart {
        let (a, b) = twins.articles;
        let _ = writeln!(told, "\n  {:.2}", twins.share);
        let _ = writeln!(told, "    {}", described(&items[a]));
        let _ = writeln!(told, "    {}", described(&items[b]));
    }
}

fn twins(items: &[Item]) -> Vec<Twins> {
    let mut with_word: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut twins = Vec::new();
    for (b, item) in items.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in &item.words {
            let others = with_word.entry(*word).or_default();
            for a in others.iter() {
                *shared.entry(*a).or_default() += 1;
            }
            others.push(b);
        }
        for (a, count) in shared {
            let other = &items[a];
            let both = (other.words.len() + item.words.len()) as f64;
            let share = 2.0 * count as f64 / both;
            let gap = item.published.0.saturating_sub(other.published.0);
            if count >= SHARED_WORDS
                && share >= SHARED_SHARE
                && other.source != item.source
                && gap.abs() <= TWIN_SECONDS
            {
                twins.push(Twins {
                    share,
                    articles: (a, b),
                });
            }
        }
    }
    twins
}

fn described(item: &Item) -> String {
    let hour = item.published.utc().format("%m-%d %H:%M");
    format!("{hour}  {:24.24}  {}", item.source, item.title)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let told = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(told)?;
    let entries: Result<Vec<PathBuf>, _> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut entries = entries.map_err(told)?;
    entries.sort();
    Ok(entries)
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
