//! Real feeds against what another reader, which is no judge but a second opinion, read of them:
//! number of items, titles, links and dates. Differences that have a reason are counted by it.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use newsfold::internals::{FeedContext, NewArticle, Timestamp, parse_date, parse_feed, parse_file};
use serde::Deserialize;
use url::Url;

use crate::{judge::plain, read, table};

/// What the other reader read of a file.
#[derive(Debug, Deserialize)]
struct Expected {
    file: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    title: Option<String>,
    link: Option<String>,
    published: Option<String>,
    updated: Option<String>,
}

/// A difference: its reason, or what differs.
type Difference = Result<&'static str, String>;

/// The report on a folder.
pub fn tell(folder: &Path, class: &str) -> Result<String, String> {
    let index = fs::read_to_string(folder.join("INDEX.tsv"))
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    let expected = expectations(folder)?;
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut open = Vec::new();
    let (mut files, mut same, mut unread) = (0, 0, Vec::new());
    for [file, of_class] in table(&index, ["file", "class"])? {
        if of_class != class {
            continue;
        }
        files += 1;
        let path = [file.clone(), format!("{file}.gz")].map(|name| folder.join(name));
        let path = path.iter().find(|path| path.exists());
        let bytes = read(path.ok_or_else(|| format!("{file} is missing"))?)?;
        let Some(other) = expected.get(file.trim_end_matches(".gz")) else {
            return Err(format!("Nothing is expected of {file}."));
        };
        let differences = match parse_file(&bytes, None) {
            Ok(articles) => compare(&bytes, &articles, other),
            Err(error) => {
                unread.push(format!("{file}: {error}"));
                continue;
            }
        };
        same += usize::from(differences.is_empty());
        for difference in differences {
            match difference {
                Ok(reason) => reasons.entry(reason).or_default().push(file.clone()),
                Err(what) => open.push(format!("{file}: {what}")),
            }
        }
    }
    let mut out = String::new();
    // Writing to a text cannot fail.
    let _ = writeln!(
        out,
        "files of class {class}: {files}; unread: {}",
        unread.len()
    );
    let _ = writeln!(
        out,
        "agree in number of items, titles, links and dates: {same}"
    );
    let _ = writeln!(out, "differ for a reason, or for none:");
    for (reason, mut files) in reasons {
        let items = files.len();
        files.dedup();
        let _ = writeln!(out, "  {reason}: {items} items of {} files", files.len());
        let _ = writeln!(out, "    {}", files.join(", "));
    }
    for line in unread.iter().chain(&open) {
        let _ = writeln!(out, "  UNEXPLAINED {line}");
    }
    Ok(out)
}

fn expectations(folder: &Path) -> Result<BTreeMap<String, Expected>, String> {
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut found = BTreeMap::new();
    for file in fs::read_dir(folder).map_err(said)?.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if !name.starts_with("EXPECTED") {
            continue;
        }
        let text = String::from_utf8(read(&file.path())?).map_err(|error| error.to_string())?;
        for line in text.lines() {
            let expected: Expected =
                serde_json::from_str(line).map_err(|error| format!("{name}: {error}"))?;
            found.insert(expected.file.trim_end_matches(".gz").to_owned(), expected);
        }
    }
    Ok(found)
}

fn compare(bytes: &[u8], articles: &[NewArticle], other: &Expected) -> Vec<Difference> {
    let mut differences = Vec::new();
    let (ours, theirs) = (articles.len(), other.entries.len());
    if ours != theirs {
        let context = FeedContext {
            url: "",
            content_type: None,
        };
        let cut_off = parse_feed(bytes, &context, &|_| false).is_ok_and(|feed| feed.cut_off);
        differences.push(if cut_off && ours + 1 == theirs {
            Ok("the file ends within an item, which is left out")
        } else {
            Err(format!("{ours} items, not {theirs}"))
        });
    }
    for (article, entry) in articles.iter().zip(&other.entries) {
        differences.extend(title(article, entry));
        differences.extend(link(article, entry));
        differences.extend(date(article, entry));
    }
    differences
}

fn title(article: &NewArticle, entry: &Entry) -> Option<Difference> {
    let theirs = plain(entry.title.as_deref().unwrap_or_default());
    let ours = plain(&article.title);
    if ours == theirs {
        return None;
    }
    let publisher = article.source.as_deref().unwrap_or("\0");
    Some(if article.derived_title && theirs.is_empty() {
        Ok("title: none in the feed, made from the text")
    } else if theirs.starts_with(&ours) && theirs[ours.len()..].contains(publisher) {
        Ok("title: without its publisher's name")
    } else {
        Err(format!("title “{ours}”, not “{theirs}”"))
    })
}

fn link(article: &NewArticle, entry: &Entry) -> Option<Difference> {
    let ours = article.url.as_deref().unwrap_or_default();
    let theirs = entry.link.as_deref().unwrap_or_default();
    let their_url = Url::parse(theirs.trim()).ok();
    if ours == theirs || their_url.as_ref().map(Url::as_str) == Some(ours) {
        return None;
    }
    let is_file = article.enclosures.iter().any(|file| file.url == ours);
    let told = match &their_url {
        // What counts readers before it sends them on, or names where it sends them.
        Some(url) if url.path().starts_with("/~r/") => {
            Some("link: the original's, not the counting redirect")
        }
        Some(url) if url.query_pairs().any(|(_, value)| value == ours) => {
            Some("link: the original's, not the redirect that names it")
        }
        Some(_) if article.comments.as_deref() == Some(theirs) => {
            Some("link: the original's; the other is the discussion")
        }
        Some(_) if article.via.is_some() => Some("link: the original's, not the aggregator's"),
        None if is_file => Some("link: none in the feed, its file's"),
        None if ours.is_empty() && !theirs.contains(':') => {
            Some("link: relative, and the file names nothing to start from")
        }
        None if ours.ends_with(theirs) && theirs.starts_with('/') => {
            Some("link: relative, made absolute")
        }
        None if theirs.is_empty() && article.html.contains(ours) => {
            Some("link: none in the feed, the one its text names as the original")
        }
        _ => None,
    };
    Some(told.ok_or_else(|| format!("link {ours}, not {theirs}")))
}

fn date(article: &NewArticle, entry: &Entry) -> Option<Difference> {
    let other = entry.published.as_deref().or(entry.updated.as_deref());
    let theirs = other.and_then(parse_date);
    match (article.published, theirs) {
        (ours, theirs) if ours == theirs && (other.is_none() || theirs.is_some()) => None,
        (None, None) => Some(Ok("date: midnight of 1970, which is none")),
        (Some(_), None) => Some(Ok("date: not read by the other")),
        (Some(Timestamp(ours)), Some(Timestamp(theirs)))
            if (ours - theirs) % 900 == 0 && (ours - theirs).abs() <= 14 * 3600 =>
        {
            Some(Ok("date: a named zone that the other does not know"))
        }
        (ours, _) => Some(Err(format!("date {ours:?}, not {other:?}"))),
    }
}
