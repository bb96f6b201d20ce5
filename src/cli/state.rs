//! `export --state`, `import --state`: what the reader did, in a file of JSON Lines.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use crate::{
    cli::{
        context::Context,
        error::CliError,
        output::{Out, say},
    },
    ingest::canonical_url,
    model::{ArticleId, Timestamp, stable_hash},
    store::{ArticleName, Imported, Reader},
    worker::summarise,
};

/// The newest form of the file.
const VERSION: u32 = 1;

/// One line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    /// The first one: what the file is.
    Head {
        /// Its form.
        newsfold_state: u32,
    },
    /// Marks of an article.
    Marks {
        article: Article,
        #[serde(default)]
        read: bool,
        #[serde(default)]
        seen: bool,
        #[serde(default)]
        starred: bool,
    },
    /// A decision about stories.
    Decision {
        made: String,
        together: bool,
        sides: Vec<Vec<Article>>,
    },
}

/// An article as another cache can find it.
#[derive(Debug, Serialize, Deserialize)]
struct Article {
    url: Option<String>,
    title: String,
    feed: String,
    /// Hash of the canonical address, which need not be the address it is read under.
    #[serde(default)]
    key: Option<String>,
}

impl Article {
    fn new(name: ArticleName) -> Self {
        Self {
            url: name.url,
            title: name.title,
            feed: name.feed,
            key: name
                .canonical
                .map(|hash| format!("{:016x}", hash.cast_unsigned())),
        }
    }

    fn find(self, reader: &Reader) -> Result<Option<ArticleId>, CliError> {
        let key = self.key.as_deref();
        let key = key.and_then(|key| u64::from_str_radix(key, 16).ok());
        let of_url = || {
            let canonical = canonical_url(self.url.as_deref()?)?;
            Some(stable_hash(canonical.as_bytes()))
        };
        let canonical = key.map(u64::cast_signed).or_else(of_url);
        Ok(reader.article_named(&ArticleName {
            canonical,
            url: self.url,
            title: self.title,
            feed: self.feed,
        })?)
    }
}

/// Whether a file is one that `export --state` wrote.
pub(super) fn is_state(bytes: &[u8]) -> bool {
    let first = bytes.split(|byte| *byte == b'\n').next();
    let read = first.and_then(|line| serde_json::from_slice::<Line>(line).ok());
    matches!(read, Some(Line::Head { .. }))
}

/// Writes marks and decisions, to a file or to standard output.
pub(super) fn export(context: &Context, file: Option<&Path>) -> Result<(), CliError> {
    let lines = lines(&context.open_reader()?)?;
    let Some(path) = file else {
        let mut out = Out::new();
        for line in &lines {
            out.json(line)?;
        }
        return out.finish();
    };
    let failed = |source| CliError::Failed(format!("Cannot write {}: {source}", path.display()));
    let mut text = String::new();
    for line in &lines {
        let line = serde_json::to_string(line).map_err(|error| failed(error.into()))?;
        text.push_str(&line);
        text.push('\n');
    }
    write(path, text.as_bytes()).map_err(failed)?;
    let is_decision = |line: &&Line| matches!(line, Line::Decision { .. });
    let decisions = lines.iter().filter(is_decision).count();
    say(format!(
        "Marks of {} and {} written to {}.",
        number(lines.len() - decisions - 1, "article"),
        number(decisions, "decision"),
        path.display()
    ));
    Ok(())
}

/// Writes a file beside the old one, then puts it in its place: what was exported before is there
/// until this is whole. What was read is nobody else's business, so the file is its owner's alone.
/// What is no file, like a pipe, is written as it is; a link stays a link.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.exists() && !target.is_file() {
        return fs::write(target, bytes);
    }
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}

/// "1 decision", "2 decisions".
fn number(count: usize, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}

fn lines(reader: &Reader) -> Result<Vec<Line>, CliError> {
    let mut lines = vec![Line::Head {
        newsfold_state: VERSION,
    }];
    let marked = reader.marked_articles()?.into_iter();
    lines.extend(marked.map(|marked| Line::Marks {
        article: Article::new(marked.name),
        read: marked.read,
        seen: marked.seen,
        starred: marked.starred,
    }));
    for decision in reader.decisions()? {
        let mut sides = Vec::with_capacity(decision.sides.len());
        for side in decision.sides {
            let mut articles = Vec::with_capacity(side.len());
            for article in side {
                articles.extend(reader.article_name(article)?.map(Article::new));
            }
            sides.push(articles);
        }
        lines.push(Line::Decision {
            made: decision.made.utc().to_rfc3339(),
            together: decision.together,
            sides,
        });
    }
    Ok(lines)
}

/// What was read from a file, in ids of this cache.
#[derive(Debug, Default)]
struct Wanted {
    read: Vec<ArticleId>,
    seen: Vec<ArticleId>,
    starred: Vec<ArticleId>,
    decisions: Vec<(Timestamp, bool, Vec<Vec<ArticleId>>)>,
    /// Articles with marks that are not here.
    missing: usize,
    /// Decisions that say nothing about the articles that are here.
    pointless: usize,
}

/// Puts marks and decisions of a file into the cache, as far as their articles are there.
pub(super) fn import(context: &Context, bytes: &[u8]) -> Result<(), CliError> {
    let reader = context.open_reader()?;
    let wanted = read(&reader, bytes)?;
    let mut writer = context.open_writer()?;
    let mut changed = writer.mark_read(&wanted.read, true)?;
    changed.extend(writer.mark_seen(&wanted.seen)?);
    changed.extend(writer.mark_starred(&wanted.starred, true)?);
    changed.sort_unstable();
    changed.dedup();
    let utc_offset = context.utc_offset();
    let (mut done, mut known, mut forbidden) = (0, 0, 0);
    for (made, together, sides) in &wanted.decisions {
        let imported = writer.import_decision(*made, *together, sides, &|grouped, story| {
            summarise(grouped, story, utc_offset)
        })?;
        match imported {
            Imported::Done => done += 1,
            Imported::Known => known += 1,
            Imported::Forbidden => forbidden += 1,
        }
    }
    say(format!(
        "{} marked; {} with marks not in this cache.",
        number(changed.len(), "article"),
        wanted.missing
    ));
    say(format!(
        "{} taken over; {known} here already, {} about articles that are not here.",
        number(done, "decision"),
        wanted.pointless
    ));
    if forbidden > 0 {
        say(format!(
            "{} left out: what you decided here says otherwise.",
            number(forbidden, "decision")
        ));
    }
    Ok(())
}

fn read(reader: &Reader, bytes: &[u8]) -> Result<Wanted, CliError> {
    let text = String::from_utf8_lossy(bytes);
    let mut wanted = Wanted::default();
    let lines = (1..).zip(text.lines());
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let failed = |why: String| {
            CliError::Failed(format!("Line {number} is not what newsfold exports: {why}"))
        };
        match serde_json::from_str(line).map_err(|error| failed(error.to_string()))? {
            Line::Head { newsfold_state } if newsfold_state > VERSION => {
                return Err(failed("it was written by a newer newsfold".to_owned()));
            }
            Line::Head { .. } => {}
            Line::Marks {
                article,
                read,
                seen,
                starred,
            } => match article.find(reader)? {
                None => wanted.missing += 1,
                Some(id) => {
                    wanted.read.extend(read.then_some(id));
                    wanted.seen.extend(seen.then_some(id));
                    wanted.starred.extend(starred.then_some(id));
                }
            },
            Line::Decision {
                made,
                together,
                sides,
            } => {
                let made = Timestamp::parse(&made)
                    .ok_or_else(|| failed(format!("\"{made}\" is not a time")))?;
                let sides = found(reader, sides)?;
                if sides.len() < 2 {
                    wanted.pointless += 1;
                } else {
                    wanted.decisions.push((made, together, sides));
                }
            }
        }
    }
    Ok(wanted)
}

/// The articles of the sides that are here; each stands on one side only.
fn found(reader: &Reader, sides: Vec<Vec<Article>>) -> Result<Vec<Vec<ArticleId>>, CliError> {
    let mut all = rustc_hash::FxHashSet::default();
    let mut found = Vec::with_capacity(sides.len());
    for side in sides {
        let mut articles = Vec::with_capacity(side.len());
        for article in side {
            let id = article.find(reader)?;
            articles.extend(id.filter(|id| all.insert(*id)));
        }
        if !articles.is_empty() {
            found.push(articles);
        }
    }
    Ok(found)
}
