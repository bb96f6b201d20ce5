//! `export --state`, `import --state`: what the reader did, in a file of JSON Lines. There are three
//! kinds of lines, told apart by what they have:
//!
//! - `newsfold_state`: the first line; the form of the file, a number.
//! - `article`, with its marks: `read`, `seen`, `starred`, and where they are there `followed`, `muted`
//!   (both with its story), `opened` (when it was last read from) and `tags` (the reader's own). A mark
//!   that is absent says nothing; importing takes no mark away.
//! - `made`, `together`, `sides`: a decision about stories, with the articles of either side.
//!
//! An article is named by `url`, `title`, the `feed` it came from, and `key`, a hash of its canonical
//! address. Files of older versions have fewer marks and are read like any.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::{
    cli::{
        context::Context,
        error::CliError,
        output::{Out, say},
    },
    ingest::canonical_url,
    model::{ArticleId, Timestamp, stable_hash},
    store::{ArticleName, AwaitedMarks, Imported, Marks, Reader, Writer, add_tags},
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
        #[serde(default, skip_serializing_if = "is_absent")]
        followed: bool,
        #[serde(default, skip_serializing_if = "is_absent")]
        muted: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        opened: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tags: Vec<String>,
    },
    /// A decision about stories.
    Decision {
        made: String,
        together: bool,
        sides: Vec<Vec<Article>>,
    },
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what is to be skipped by reference"
)]
fn is_absent(mark: &bool) -> bool {
    !mark
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

    fn name(self) -> ArticleName {
        let key = self.key.as_deref();
        let key = key.and_then(|key| u64::from_str_radix(key, 16).ok());
        let of_url = || {
            let canonical = canonical_url(self.url.as_deref()?)?;
            Some(stable_hash(canonical.as_bytes()))
        };
        ArticleName {
            canonical: key.map(u64::cast_signed).or_else(of_url),
            url: self.url,
            title: self.title,
            feed: self.feed,
        }
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
    lines.extend(marked.map(|marked| {
        let marks = marked.marks;
        Line::Marks {
            article: Article::new(marked.name),
            read: marks.read,
            seen: marks.seen,
            starred: marks.starred,
            followed: marks.followed,
            muted: marks.muted,
            opened: marks.opened.map(|time| time.utc().to_rfc3339()),
            tags: marks.tags,
        }
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
    marks: Vec<(ArticleId, Marks)>,
    /// Marks of articles that are not here.
    awaited: Vec<AwaitedMarks>,
    decisions: Vec<(Timestamp, bool, Vec<Vec<ArticleId>>)>,
    /// Articles with marks that are not here, and would not be known when they come.
    missing: usize,
    /// Decisions that say nothing about the articles that are here.
    pointless: usize,
}

impl Wanted {
    /// Puts the marks on the articles that are here; gives those that this changed.
    fn mark(&self, writer: &mut Writer) -> Result<Vec<ArticleId>, CliError> {
        let with = |has: fn(&Marks) -> bool| -> Vec<ArticleId> {
            let articles = self.marks.iter().filter(|(_, marks)| has(marks));
            articles.map(|(article, _)| *article).collect()
        };
        let mut changed = writer.mark_read(&with(|marks| marks.read), true)?.all();
        changed.extend(writer.mark_seen(&with(|marks| marks.seen))?);
        changed.extend(writer.mark_starred(&with(|marks| marks.starred), true)?);
        changed.extend(writer.mark_followed(&with(|marks| marks.followed), true)?);
        changed.extend(writer.mark_muted(&with(|marks| marks.muted), true)?);
        let opened = |(article, marks): &(ArticleId, Marks)| Some((*article, marks.opened?));
        let opened: Vec<_> = self.marks.iter().filter_map(opened).collect();
        changed.extend(writer.note_opened(&opened)?);
        let mut tags: FxHashMap<ArticleId, Vec<String>> = FxHashMap::default();
        for (article, marks) in &self.marks {
            add_tags(tags.entry(*article).or_default(), &marks.tags);
        }
        let tagged =
            writer.change_tags(&with(|marks| !marks.tags.is_empty()), |article, own| {
                add_tags(own, &tags[&article]);
            })?;
        changed.extend(tagged.into_iter().map(|changed| changed.article));
        changed.sort_unstable();
        changed.dedup();
        Ok(changed)
    }

    /// Notes marks under the name of their article.
    fn add(&mut self, reader: &Reader, name: ArticleName, marks: Marks) -> Result<(), CliError> {
        match reader.article_named(&name)? {
            Some(article) => self.marks.push((article, marks)),
            None if name.canonical.is_some() => self.awaited.push(AwaitedMarks {
                feed: name.feed,
                guid: None,
                canonical: name.canonical,
                marks,
            }),
            None => self.missing += 1,
        }
        Ok(())
    }
}

/// Puts marks and decisions of a file into the cache, as far as their articles are there; other marks
/// wait for them.
pub(super) fn import(context: &Context, bytes: &[u8]) -> Result<(), CliError> {
    let reader = context.open_reader()?;
    let wanted = read(&reader, bytes)?;
    let mut writer = context.open_writer()?;
    let changed = wanted.mark(&mut writer)?;
    let waiting = writer.await_marks(&wanted.awaited, context.now())?;
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
        "{} marked; marks of {waiting} more wait for their articles{}.",
        number(changed.len(), "article"),
        match wanted.missing {
            0 => String::new(),
            missing => format!(", {missing} without an address are not here"),
        }
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
                followed,
                muted,
                opened,
                tags,
            } => {
                let marks = Marks {
                    read,
                    seen,
                    starred,
                    followed,
                    muted,
                    opened: opened.map(|text| time(&text)).transpose().map_err(failed)?,
                    tags,
                };
                wanted.add(reader, article.name(), marks)?;
            }
            Line::Decision {
                made,
                together,
                sides,
            } => {
                let made = time(&made).map_err(failed)?;
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

fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).ok_or_else(|| format!("\"{text}\" is not a time"))
}

/// The articles of the sides that are here; each stands on one side only.
fn found(reader: &Reader, sides: Vec<Vec<Article>>) -> Result<Vec<Vec<ArticleId>>, CliError> {
    let mut all = FxHashSet::default();
    let mut found = Vec::with_capacity(sides.len());
    for side in sides {
        let mut articles = Vec::with_capacity(side.len());
        for article in side {
            let id = reader.article_named(&article.name())?;
            articles.extend(id.filter(|id| all.insert(*id)));
        }
        if !articles.is_empty() {
            found.push(articles);
        }
    }
    Ok(found)
}
