//! An article or a whole story into a file of the reader's choice. A file that is there already is
//! never touched.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use serde::Serialize;

use crate::{
    app::Version,
    export::{StoryForm, WholeStory},
    layout::{PageForm, page, to_html},
    model::{ArticleId, ArticleText, Document, Notice, StoryId, Timestamp},
    runtime::{
        articles::{Habits, read_article},
        error::said,
        fetching::expand_home,
        whole_story::read_story,
    },
    store::{Reader, StoreError},
};

/// Cells of a line of text.
const TEXT_WIDTH: usize = 80;

/// The endings of a file's name that are known.
const ENDINGS: &str = ".md, .html, .txt or .json";

/// How something is written, by the ending of a file's name.
#[derive(Debug, Clone, Copy)]
enum Form {
    Markdown,
    Html,
    Text,
    Json,
}

/// An article as another program reads it.
#[derive(Debug, Serialize)]
struct Saved<'a> {
    title: &'a str,
    source: &'a str,
    author: Option<&'a str>,
    url: Option<&'a str>,
    published: Timestamp,
    updated: Option<Timestamp>,
    lang: Option<&'a str>,
    words: u32,
    text: String,
    html: String,
}

/// Saves an article with the wanted one of its texts, or the better one, and says what came of it.
pub fn save_article(
    database: &Path,
    article: ArticleId,
    version: Option<Version>,
    typed: &str,
) -> Notice {
    said_of(save(database, article, version, &expand_home(typed)), typed)
}

/// Saves a page that is in no cache, and says what came of it.
pub fn save_page(text: &ArticleText, document: &Document, typed: &str) -> Notice {
    said_of(write(text, document, &expand_home(typed)), typed)
}

/// Saves a story as it is in the cache now, and says what came of it.
pub fn save_story(database: &Path, story: StoryId, time: (Timestamp, i32), typed: &str) -> Notice {
    let path = expand_home(typed);
    let saved = form_of(&path).and_then(|form| {
        let failed = |why: String| Notice::warning(format!("The story was not saved: {why}"));
        let story = load_story(database, story, time).map_err(|error| failed(error.to_string()))?;
        let story = story.ok_or_else(|| {
            let notice = failed("it is no longer in the cache".to_owned());
            notice.with_hint("Choose another story.")
        })?;
        create_with(&path, &story_as(&story, form), "story")
    });
    said_of(saved, typed)
}

fn load_story(
    database: &Path,
    story: StoryId,
    time: (Timestamp, i32),
) -> Result<Option<WholeStory>, StoreError> {
    let reader = Reader::open(database)?;
    // It may have become part of another one since it was chosen.
    let story = reader.current_story(story)?;
    read_story(&reader, story, None, time)
}

fn story_as(story: &WholeStory, form: Form) -> String {
    match form {
        Form::Markdown => story.written(StoryForm::Markdown),
        Form::Html => story.written(StoryForm::Html),
        Form::Text => story.written(StoryForm::Text(TEXT_WIDTH)),
        Form::Json => serde_json::to_string_pretty(story).unwrap_or_default() + "\n",
    }
}

fn said_of(saved: Result<u64, Notice>, typed: &str) -> Notice {
    match saved {
        Ok(bytes) => Notice::info(format!("Saved {typed}, {}", crate::app::size(bytes))),
        Err(problem) => problem,
    }
}

/// An article as Markdown; the error is half a sentence.
pub fn as_markdown(
    database: &Path,
    article: ArticleId,
    version: Option<Version>,
) -> Result<String, String> {
    let (article, document) = load(database, article, version)?;
    Ok(page(&article, &document, PageForm::Markdown))
}

fn load(
    database: &Path,
    article: ArticleId,
    version: Option<Version>,
) -> Result<(ArticleText, Document), String> {
    let (article, chosen) = Reader::open(database)
        .and_then(|reader| read_article(&reader, &Habits::default(), article, version))
        .map_err(|error| error.to_string())?
        .ok_or("it is no longer in the cache")?;
    Ok((article, chosen.document))
}

fn save(
    database: &Path,
    article: ArticleId,
    version: Option<Version>,
    path: &Path,
) -> Result<u64, Notice> {
    let failed = |why: String| Notice::warning(format!("The article was not saved: {why}"));
    let (article, document) = load(database, article, version).map_err(failed)?;
    write(&article, &document, path)
}

fn write(article: &ArticleText, document: &Document, path: &Path) -> Result<u64, Notice> {
    let text = written(article, document, form_of(path)?);
    create_with(path, &text, "article")
}

/// A new file with a text; gives how long that is.
fn create_with(path: &Path, text: &str, what: &str) -> Result<u64, Notice> {
    let failed = |why: String| Notice::warning(format!("The {what} was not saved: {why}"));
    create(path, text.as_bytes()).map_err(|error| {
        if error.kind() == io::ErrorKind::AlreadyExists {
            let name = path.display();
            Notice::warning(format!("{name} is there already")).with_hint("Choose another name.")
        } else {
            failed(format!("{}: {}", path.display(), said(&error)))
        }
    })?;
    Ok(text.len() as u64)
}

/// The form that the ending of the name says.
fn form_of(path: &Path) -> Result<Form, Notice> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    Ok(match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("md" | "markdown") => Form::Markdown,
        Some("html" | "htm") => Form::Html,
        Some("txt" | "text") => Form::Text,
        Some("json") => Form::Json,
        _ => {
            let notice = Notice::warning("A file is saved by the ending of its name");
            return Err(notice.with_hint(format!("End it in {ENDINGS}.")));
        }
    })
}

fn written(article: &ArticleText, document: &Document, form: Form) -> String {
    match form {
        Form::Markdown => page(article, document, PageForm::Markdown),
        Form::Html => page(article, document, PageForm::Html),
        Form::Text => page(article, document, PageForm::Text(TEXT_WIDTH)),
        Form::Json => json(article, document),
    }
}

fn json(article: &ArticleText, document: &Document) -> String {
    let saved = Saved {
        title: &article.title,
        source: &article.source,
        author: article.author.as_deref(),
        url: article.url.as_deref(),
        published: article.published,
        updated: article.updated,
        lang: article.lang.as_deref(),
        words: document.words,
        text: document.text(),
        html: to_html(document),
    };
    let mut json = serde_json::to_string_pretty(&saved).unwrap_or_default();
    json.push('\n');
    json
}

/// Writes a file that is not there yet; one that could not be written whole is taken away again.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::loaded_article_of;

    fn article() -> (ArticleText, Document) {
        let loaded = loaded_article_of(10, 60, 2);
        let document = Document::clone(&loaded.document);
        (loaded.text, document)
    }

    fn form(name: &str) -> Result<String, Notice> {
        let (text, document) = article();
        Ok(written(&text, &document, form_of(Path::new(name))?))
    }

    #[test]
    fn the_ending_of_the_name_is_the_form() {
        let markdown = form("a.md").expect("written");
        assert!(markdown.starts_with("# "), "{markdown}");
        let html = form("a.HTML").expect("written");
        assert!(html.starts_with("<!doctype html>") && html.contains("<p>p1 The tunnel"));
        let text = form("a.txt").expect("written");
        assert!(text.lines().all(|line| line.chars().count() <= TEXT_WIDTH));
        let json: serde_json::Value =
            serde_json::from_str(&form("a.json").expect("written")).expect("JSON");
        assert_eq!(json["author"], "Ada Quill");
        assert!(
            json["text"]
                .as_str()
                .is_some_and(|text| text.starts_with("p1 The tunnel"))
        );
        for name in ["a", "a.exe", ".md"] {
            assert!(
                form(name).is_err_and(|notice| notice.hint.is_some()),
                "{name}"
            );
        }
    }

    #[test]
    fn a_file_that_is_there_is_not_touched() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let path = folder.path().join("a.md");
        create(&path, b"mine").expect("created");
        let again = create(&path, b"other").map_err(|error| error.kind());
        assert_eq!(again, Err(io::ErrorKind::AlreadyExists));
        assert_eq!(fs::read(&path).expect("read"), b"mine");
    }

    #[test]
    fn an_article_that_is_gone_is_told() {
        let folder = tempfile::tempdir().expect("scratch folder");
        let database = folder.path().join("cache.db");
        let (_writer, _thread) = crate::store::WriterThread::start(&database).expect("a new cache");
        let path = folder.path().join("a.md");
        let typed = path.display().to_string();
        let notice = save_article(&database, ArticleId(7), None, &typed);
        assert!(
            notice.text.contains("no longer in the cache"),
            "{}",
            notice.text
        );
        assert!(!path.exists());
        let notice = save_story(&database, StoryId(7), (Timestamp::default(), 0), &typed);
        assert!(
            notice.text.contains("no longer in the cache") && notice.hint.is_some(),
            "{notice:?}"
        );
        let notice = save_story(&database, StoryId(7), (Timestamp::default(), 0), "a.exe");
        let hint = notice.hint.unwrap_or_default();
        assert!(hint.contains(".html"), "{hint}");
        assert!(!path.exists());
    }
}
