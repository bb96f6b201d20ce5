//! An entry as feed-rs gives it → a clean article.

use feed_rs::model::{Entry, Link, LinkTarget, Person, Text};
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::address::{canonical_url, unwrapped, web_address};
use super::body::{body_of, excerpt, without_call};
use super::clean::{clean_line, head};
use super::coverage::Coverage;
use super::extras::Extras;
use super::kind::kind_of;
use super::links::{
    bracketed_publisher, discussion, is_listed, original_link, own_words, signs_in_brackets,
};
use super::publisher::registrable_domain;
use super::strip::plain_text;
use super::title::{cut_at, derived_title, plain_title, repeats, same, without_publisher};
use crate::model::{
    Enclosure, EnclosureKind, Kind, NewArticle, Timestamp, add_tag, hides_original,
};

/// More text than this serves neither words nor search.
const TEXT_BYTES: usize = 256 * 1024;

/// A summary is cut to a line or two from this much.
const SUMMARY_BYTES: usize = 2_048;

/// What holds for all items of a feed.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// What relative links start from.
    pub(super) base: Option<Url>,
    /// The feed's name.
    pub(super) title: Option<String>,
    /// Its language.
    pub(super) lang: Option<String>,
    /// Who signs items that name nobody.
    pub(super) author: Option<String>,
    /// The aggregator it belongs to.
    pub(super) aggregator: Option<&'static str>,
    /// What stands behind most of its headlines.
    pub(super) suffix: Option<String>,
    /// Text marked as plain is plain; RSS says so of everything.
    pub(super) plain_is_plain: bool,
}

/// Makes the article of an entry.
pub(super) fn article(
    entry: &mut Entry,
    extras: &Extras,
    raw_hash: i64,
    facts: &Facts,
) -> NewArticle {
    let link = link_of(entry, extras, facts);
    // Whoever made the feed, the item is that aggregator's.
    let of_item;
    let facts = match &link {
        Some(link) if facts.aggregator.is_none() && hides_original(link.as_str()) => {
            of_item = Facts {
                aggregator: Some("Google News"),
                ..facts.clone()
            };
            &of_item
        }
        _ => facts,
    };
    let own_address = link
        .clone()
        .map(unwrapped)
        .and_then(|link| canonical_url(link.as_str()));
    let base = base_of(entry, extras, link.as_ref(), facts);
    let (html, summary) = body_of(entry, base.as_ref(), facts.plain_is_plain);
    let coverage = Coverage::of(&html);
    let text = plain_text(&coverage.left_of(&html), TEXT_BYTES);
    let headline = headline(entry.title.as_ref(), extras, facts);
    let mut article = NewArticle {
        raw_hash,
        author: author_of(&entry.authors)
            .or_else(|| extras.author.clone())
            .or_else(|| facts.author.clone()),
        lang: entry
            .language
            .as_deref()
            .or(extras.lang.as_deref())
            .and_then(language)
            .or_else(|| facts.lang.clone()),
        source_url: extras
            .source_url
            .as_deref()
            .and_then(|address| web_address(address, None))
            .map(String::from),
        comments: comments_of(entry, base.as_ref()),
        enclosures: enclosures_of(entry, extras, base.as_ref()),
        tags: tags_of(entry),
        ..NewArticle::default()
    };
    set_title(
        &mut article,
        &headline,
        extras.source.as_deref(),
        &text,
        facts,
    );
    let text = own_words(facts.aggregator, text, &article.title);
    set_text(&mut article, html, text, &summary, !coverage.is_empty());
    set_address(&mut article, link, facts);
    let listed = is_listed(
        article.url.as_deref(),
        article.comments.as_deref(),
        facts.base.as_ref(),
    );
    if listed && article.via.is_none() {
        article.via.clone_from(&facts.title);
    }
    set_times(&mut article, entry, extras);
    let text_of_kind = std::mem::take(&mut article.text);
    article.kind = kind_of(
        &article.title,
        &text_of_kind,
        article.url.as_deref(),
        facts.aggregator.is_some() || article.via.is_some(),
        article.author.is_some(),
    );
    article.text = without_call(text_of_kind);
    let quotes = facts.aggregator == Some("Reddit") || signs_in_brackets(facts.aggregator);
    if article.kind != Kind::Snippet && !quotes {
        // A text about somebody's report leads there, but is not that report.
        article.canonical = if listed {
            discussion(article.comments.as_deref())
        } else {
            own_address
        };
    }
    if article.title.is_empty() {
        article.title = derived(&article);
        article.derived_title = true;
    }
    article.guid = guid_of(&entry.id, &article);
    article
}

fn headline(title: Option<&Text>, extras: &Extras, facts: &Facts) -> String {
    let own = title.map(|title| {
        let html = !facts.plain_is_plain || title.content_type.subty() != "plain";
        plain_title(&title.content, html)
    });
    own.filter(|title| !title.is_empty())
        .or_else(|| {
            extras
                .title
                .as_deref()
                .map(|title| plain_title(title, true))
        })
        .unwrap_or_default()
}

/// A headline where the feed gives none: from the text, else from the address.
fn derived(article: &NewArticle) -> String {
    let title = derived_title(&article.text);
    if !title.is_empty() {
        return title;
    }
    let file = article.enclosures.first().map(|file| file.url.as_str());
    let address = article.url.as_deref().or(file).unwrap_or_default();
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    if address.is_empty() {
        "Untitled".to_owned()
    } else {
        cut_at(address, 90)
    }
}

/// Sets headline, publisher and aggregator.
fn set_title(
    article: &mut NewArticle,
    headline: &str,
    source: Option<&str>,
    text: &str,
    facts: &Facts,
) {
    let source = source.map(clean_line).filter(|source| !source.is_empty());
    let source = source.map(|source| cut_at(&source, 120));
    let source = source.map(|source| match source.rsplit_once(" on MSN") {
        // Bing names the site that carries the report, too.
        Some((name, "" | ".com")) if !name.is_empty() => name.to_owned(),
        _ => source,
    });
    if source.is_none()
        && signs_in_brackets(facts.aggregator)
        && let Some((title, publisher)) = bracketed_publisher(headline)
    {
        article.title = title.to_owned();
        article.source = Some(publisher.to_owned());
        article.via = facts.aggregator.map(str::to_owned);
        return;
    }
    let always = facts.aggregator == Some("Google News");
    let (title, found) = without_publisher(
        headline,
        source.as_deref(),
        text,
        facts.suffix.as_deref(),
        always,
    );
    article.title = title.to_owned();
    article.source = source.or_else(|| found.map(str::to_owned));
    article.via = via(article.source.as_deref(), facts);
}

/// The feed is an aggregator if it is known as one, or if it names another publisher than itself.
fn via(source: Option<&str>, facts: &Facts) -> Option<String> {
    if let Some(aggregator) = facts.aggregator {
        return Some(aggregator.to_owned());
    }
    let (source, title) = (source?, facts.title.as_deref()?);
    let (short, long) = (source.to_lowercase(), title.to_lowercase());
    let own = same(source, title) || long.contains(&short) || short.contains(&long);
    (!own).then(|| title.to_owned())
}

fn set_text(
    article: &mut NewArticle,
    html: String,
    text: String,
    summary: &str,
    lists_others: bool,
) {
    // A coverage list is other publishers' headlines: to be seen, not this article's words.
    let coverage = lists_others && text.is_empty();
    if coverage || repeats(&text, &article.title, article.source.as_deref()) {
        // A picture is worth keeping, a headline once more is not.
        if coverage
            || ["<img", "<video", "<iframe", "<audio"]
                .iter()
                .any(|tag| html.contains(tag))
        {
            article.html = html;
        }
        return;
    }
    let summary = plain_text(summary, SUMMARY_BYTES);
    let told = !summary.is_empty() && !repeats(&summary, &article.title, article.source.as_deref());
    let words = if told { &summary } else { &text };
    article.summary = excerpt(&without_call(head(words, SUMMARY_BYTES).to_owned()));
    article.html = html;
    article.text = text;
}

/// Sets the address: of the original, where the feed tells it.
fn set_address(article: &mut NewArticle, link: Option<Url>, facts: &Facts) {
    let original = original_link(facts.aggregator, &article.html, facts.base.as_ref());
    if let (Some(original), Some(link)) = (&original, &link)
        && (facts.aggregator == Some("Reddit")
            || signs_in_brackets(facts.aggregator)
            || is_elsewhere(original, link))
        && original != link
    {
        article.comments = Some(link.to_string());
    }
    let url = original.or(link).map(unwrapped);
    article.canonical = url.as_ref().and_then(|url| canonical_url(url.as_str()));
    article.url = url.map(String::from);
}

/// Whether an original is on another site than the page that tells of it; what an aggregator's
/// address hides is no site.
fn is_elsewhere(original: &Url, link: &Url) -> bool {
    let site = |url: &Url| registrable_domain(url.as_str());
    site(original) != site(link) && !hides_original(link.as_str())
}

fn set_times(article: &mut NewArticle, entry: &Entry, extras: &Extras) {
    let published = entry.published.map(Timestamp::from).or(extras.published);
    let updated = entry.updated.map(Timestamp::from).or(extras.updated);
    article.published = published.or(updated);
    article.updated = updated.filter(|updated| Some(*updated) != article.published);
}

fn is_page(link: &Link) -> bool {
    let kind = link.media_type.as_deref().unwrap_or("text/html");
    link.target.is_none()
        && matches!(link.rel.as_deref(), None | Some("alternate"))
        && (kind.contains("html") || kind.is_empty())
}

/// Where an item leads, from the likeliest to the last resort.
fn link_of(entry: &Entry, extras: &Extras, facts: &Facts) -> Option<Url> {
    let base = facts.base.as_ref();
    let web = |address: &str| web_address(address, base);
    let guid = (!extras.no_permalink).then_some(entry.id.as_str());
    let link = |wanted: fn(&Link) -> bool| {
        entry
            .links
            .iter()
            .filter(move |link| wanted(link))
            .find_map(|link| web(&link.href))
    };
    extras
        .original
        .as_deref()
        .and_then(web)
        .or_else(|| link(is_page))
        .or_else(|| extras.link.as_deref().and_then(web))
        .or_else(|| guid.and_then(|guid| web_address(guid, None)))
        .or_else(|| {
            extras
                .about
                .as_deref()
                .and_then(|about| web_address(about, None))
        })
        .or_else(|| link(|link| link.target.is_none() && link.rel.as_deref() != Some("self")))
        .or_else(|| web_address(&entry.id, None))
        .or_else(|| {
            extras
                .enclosures
                .iter()
                .find(|file| !is_image(file))
                .and_then(|file| web(&file.url))
        })
}

fn is_image(file: &Enclosure) -> bool {
    file.media_type
        .as_deref()
        .is_some_and(|kind| kind.starts_with("image"))
}

fn base_of(entry: &Entry, extras: &Extras, link: Option<&Url>, facts: &Facts) -> Option<Url> {
    let stated = entry.base.as_deref().or(extras.base.as_deref());
    stated
        .and_then(|stated| web_address(stated, facts.base.as_ref()))
        .or_else(|| link.cloned())
        .or_else(|| facts.base.clone())
}

fn comments_of(entry: &Entry, base: Option<&Url>) -> Option<String> {
    let replies = |link: &&Link| {
        link.target == Some(LinkTarget::Comments)
            || link.rel.as_deref() == Some("replies")
                && link
                    .media_type
                    .as_deref()
                    .is_none_or(|kind| kind.contains("html"))
    };
    let link = entry.links.iter().find(replies)?;
    web_address(&link.href, base).map(String::from)
}

/// Names, each once; an address of a mailbox only where there is no name.
pub(super) fn author_of(authors: &[Person]) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for author in authors.iter().take(20) {
        let name = author
            .name
            .as_deref()
            .filter(|name| !name.trim().is_empty())
            .or(author.email.as_deref());
        let name = plain_title(name.unwrap_or_default(), true);
        let name = name.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | ',' | ';')
        });
        if !name.is_empty() && !name.starts_with("http") && !names.iter().any(|other| other == name)
        {
            names.push(name.to_owned());
        }
    }
    (!names.is_empty()).then(|| cut_at(&names.join(", "), 200))
}

fn enclosures_of(entry: &Entry, extras: &Extras, base: Option<&Url>) -> Vec<Enclosure> {
    let linked = entry.links.iter().filter(|link| {
        // Attachments of JSON feeds come as links with a type.
        link.rel.as_deref() == Some("enclosure") || link.rel.is_none() && link.media_type.is_some()
    });
    let linked = linked.map(|link| Enclosure {
        url: link.href.clone(),
        media_type: link.media_type.clone(),
        bytes: link.length.and_then(|bytes| i64::try_from(bytes).ok()),
        duration: None,
    });
    let media = entry
        .media
        .iter()
        .flat_map(|media| &media.content)
        .filter_map(|content| {
            let kind = content.content_type.as_ref()?;
            let playable = matches!(kind.ty().as_str(), "audio" | "video");
            playable.then_some(Enclosure {
                url: content.url.as_ref()?.to_string(),
                media_type: Some(kind.to_string()),
                bytes: content.size.and_then(|bytes| i64::try_from(bytes).ok()),
                duration: None,
            })
        });
    let mut files: Vec<Enclosure> = Vec::new();
    for mut file in extras
        .enclosures
        .iter()
        .cloned()
        .chain(linked)
        .chain(media)
        .take(200)
    {
        let Some(url) = web_address(&file.url, base).map(String::from) else {
            continue;
        };
        if files.iter().all(|other| other.url != url) {
            file.media_type = file
                .media_type
                .map(|kind| clean_line(&kind))
                .filter(|kind| !kind.is_empty());
            file.url = url;
            file.duration = duration_of(&file, extras, base);
            files.push(file);
        }
    }
    files
}

/// How long a file runs: what is said of it by its address, or of the item's recording.
fn duration_of(file: &Enclosure, extras: &Extras, base: Option<&Url>) -> Option<u32> {
    let is_named = |url: &str| web_address(url, base).is_some_and(|url| url.as_str() == file.url);
    let mut named = extras.durations.iter();
    let own = named.find(|(url, _)| is_named(url));
    own.map(|(_, duration)| *duration).or_else(|| {
        let is_recording = matches!(file.kind(), EnclosureKind::Audio | EnclosureKind::Video);
        extras.duration.filter(|_| is_recording)
    })
}

/// Characters of a section or subject.
const TAG: usize = 60;
/// Categories that are looked at.
const CATEGORIES: usize = 100;
/// What programs write where nobody chose a category.
const NO_CATEGORY: [&str; 5] = [
    "uncategorized",
    "uncategorised",
    "allgemein",
    "non classé",
    "sin categoría",
];

/// What an item is filed under, in the words that are meant for people.
fn tags_of(entry: &Entry) -> Vec<String> {
    let mut tags = Vec::new();
    for category in entry.categories.iter().take(CATEGORIES) {
        let label = category.label.as_deref().filter(|label| !label.is_empty());
        let tag = plain_title(label.unwrap_or(&category.term), true);
        let is_none = NO_CATEGORY.contains(&tag.to_lowercase().as_str());
        if tag.chars().count() <= TAG && !tag.contains("://") && !is_none {
            add_tag(&mut tags, &tag);
        }
    }
    tags
}

/// A language tag in its usual form (`pt-BR`); `None` for what is none.
pub(super) fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let name = parts.next().filter(|name| {
        matches!(name.len(), 2 | 3) && name.bytes().all(|b| b.is_ascii_alphabetic())
    })?;
    let mut out = name.to_ascii_lowercase();
    for part in parts.take(3) {
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            break;
        }
        out.push('-');
        out.push_str(&if part.len() == 2 {
            part.to_ascii_uppercase()
        } else {
            part.to_owned()
        });
    }
    Some(out)
}

/// The item's own id, else what identifies it across feeds, else a hash of what it says.
fn guid_of(id: &str, article: &NewArticle) -> String {
    let id = clean_line(head(id, 8_192));
    match id.len() {
        0 => article
            .canonical
            .clone()
            .unwrap_or_else(|| content_hash(article)),
        1..=1_000 => id,
        _ => format!("xxh3:{:016x}", xxh3_64(id.as_bytes())),
    }
}

/// An identity made of what an article says.
pub(super) fn content_hash(article: &NewArticle) -> String {
    let said = format!("{}\n{}", article.title, article.text);
    format!("xxh3:{:016x}", xxh3_64(said.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_tag_has_its_usual_form() {
        let check =
            |tag, expected: Option<&str>| assert_eq!(language(tag).as_deref(), expected, "{tag}");
        check("en-us", Some("en-US"));
        check(" DE ", Some("de"));
        check("zh_Hant_tw", Some("zh-Hant-TW"));
        check("english", None);
        check("", None);
    }

    #[test]
    fn authors_are_names_each_once() {
        let person = |name: &str| Person {
            name: Some(name.to_owned()),
            uri: None,
            email: None,
            role: None,
        };
        let authors = [
            person("(Ann Lee)"),
            person("Ann Lee"),
            person("Bo\u{202e}"),
            person(" "),
        ];
        assert_eq!(author_of(&authors).as_deref(), Some("Ann Lee, Bo"));
        assert_eq!(author_of(&[]), None);
    }
}
