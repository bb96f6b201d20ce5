//! What stands around the text of a page without being it: taken off by its shape.

use super::site_of;
use crate::ingest::document;
use crate::ingest::title::same;
use crate::model::{Block, Document, Inline, LinkId};
use crate::text::count_words;

/// Words from which on a closed paragraph is running text.
const RUNNING: usize = 10;
/// Words of a label, a kicker, a line of buttons.
const LABEL: usize = 8;
/// Words of an invitation.
const INVITATION: usize = 45;
/// Links in a row that are a list of other articles.
const LINKS_IN_A_ROW: usize = 3;

/// Lines in a row behind the text that are a list and no labels.
const LIST_LINES: usize = 6;

/// A block with what it is judged by.
struct Judged {
    block: Block,
    text: String,
    folded: String,
    words: usize,
    /// Share of its characters that are links.
    linked: f32,
    /// They lead to pages of the same site.
    inside: bool,
    /// It ends as a sentence ends.
    closed: bool,
}

impl Judged {
    fn of(block: Block, is_inside: &dyn Fn(LinkId) -> bool) -> Self {
        let text = block.text().trim().to_owned();
        let spans: &[Inline] = match &block {
            Block::Heading { spans, .. }
            | Block::Paragraph(spans)
            | Block::ListItem { spans, .. }
            | Block::Quote { spans, .. } => spans,
            _ => &[],
        };
        let linked: usize = spans
            .iter()
            .filter(|span| span.link.is_some())
            .map(|span| span.text.trim().len())
            .sum();
        let folded = folded(&text);
        let closed = text
            .trim_end_matches(['"', '”', '’', '\'', '»', ')', ']', '“', '«'])
            .ends_with([
                '.', '!', '?', '…', ':', ';', '。', '！', '？', '」', '।', '؟', '۔',
            ]);
        let mut links = spans.iter().filter_map(|span| span.link).peekable();
        Self {
            inside: links.peek().is_some() && links.all(is_inside),
            words: words(&text),
            linked: linked as f32 / text.len().max(1) as f32,
            closed,
            folded,
            text,
            block,
        }
    }

    /// Running text: what an article consists of.
    fn is_running(&self) -> bool {
        match self.block {
            Block::Paragraph(_) | Block::Quote { .. } | Block::ListItem { .. } => {
                self.words >= RUNNING && self.closed && self.linked < 0.6
            }
            Block::Code(_) | Block::Table(_) => self.words >= RUNNING,
            _ => false,
        }
    }

    /// It is a link and nothing else.
    fn is_link(&self) -> bool {
        self.linked >= 0.85 && self.words > 0
    }

    /// It is a link to another page of the site.
    fn is_way_on(&self) -> bool {
        self.is_link() && self.inside
    }

    fn is_heading(&self) -> bool {
        match &self.block {
            Block::Heading { .. } => true,
            Block::Paragraph(spans) => {
                self.words <= LABEL + 4 && spans.iter().all(|span| span.style.strong)
            }
            _ => false,
        }
    }
}

/// Lower case, punctuation and runs of blanks as single blanks.
pub(in crate::ingest) fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Words; scripts without blanks count two characters as one.
fn words(text: &str) -> usize {
    count_words(text) as usize
}

/// Takes furniture off a document and counts its words anew.
/// `site` is the site that the page is from; if it is unknown, all links lead to it.
pub(super) fn take_off(document: &mut Document, title: &str, site: Option<&str>) {
    let blocks = std::mem::take(&mut document.blocks);
    let inside: Vec<bool> = document
        .links
        .iter()
        .map(|link| site.is_none() || site_of(&link.url).as_deref() == site)
        .collect();
    let is_inside = |link: LinkId| inside.get(link.0).copied().unwrap_or_default();
    let judge = |block| Judged::of(block, &is_inside);
    let mut judged: Vec<Judged> = blocks.into_iter().map(judge).collect();
    // A page that is all lists and lines is left as it is.
    if judged.iter().filter(|block| block.is_running()).count() >= 2 {
        take_off_head(&mut judged, title);
        take_off_lists(&mut judged);
        take_off_captions(&mut judged);
        judged.retain(|block| !is_furniture(block));
        take_off_twice_said(&mut judged);
        take_off_tail(&mut judged);
        take_off_bare_headings(&mut judged);
    }
    document.blocks = judged.into_iter().map(|judged| judged.block).collect();
    document.words = document::words_in(&document.blocks);
}

/// What stands before the first running text: breadcrumbs, kickers, dates, authors, buttons.
fn take_off_head(judged: &mut Vec<Judged>, title: &str) {
    let Some(first) = judged.iter().position(Judged::is_running) else {
        return;
    };
    let mut keep: Vec<bool> = judged
        .iter()
        .take(first)
        .map(|block| is_of_text(block, title))
        .collect();
    keep.resize(judged.len(), true);
    // A heading belongs to what it stands over.
    for at in (0..first).rev() {
        let over = keep[at + 1] && !is_figure(&judged[at + 1]);
        keep[at] &= over || !matches!(judged[at].block, Block::Heading { .. });
    }
    let mut keep = keep.into_iter();
    judged.retain(|_| keep.next().unwrap_or(true));
}

/// Whether a block before the first running text is part of the text.
fn is_of_text(block: &Judged, title: &str) -> bool {
    if block.is_way_on() || same(&block.text, title) {
        return false;
    }
    match &block.block {
        Block::Figure { .. } => true,
        Block::Heading { .. } | Block::ListItem { .. } => block.words > 1,
        Block::Paragraph(_) | Block::Quote { .. } => {
            let label = block.words <= LABEL && !(block.closed && block.words > 3);
            !label && !is_dateline(block)
        }
        _ => block.words > LABEL,
    }
}

/// "Published 1:23 p.m. ET Nov. 18, 2019", "By A. Writer, Example News": tells of the text.
fn is_dateline(block: &Judged) -> bool {
    const FIRST: [&str; 16] = [
        "published",
        "updated",
        "posted",
        "by",
        "last updated",
        "first published",
        "von",
        "par",
        "por",
        "veröffentlicht",
        "aktualisiert",
        "stand",
        "publié",
        "publicado",
        "actualizado",
        "mis à jour",
    ];
    block.words <= 24 && !block.closed && FIRST.iter().any(|first| begins(&block.folded, first))
        || block.words <= 16
            && block.folded.contains("updated")
            && block.text.contains(':')
            && !block.closed
}

fn begins(folded: &str, phrase: &str) -> bool {
    folded
        .strip_prefix(phrase)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Headings of what leads elsewhere.
pub(in crate::ingest) const ELSEWHERE: [&str; 60] = [
    "related",
    "related articles",
    "related stories",
    "related topics",
    "related coverage",
    "related content",
    "related posts",
    "related links",
    "related news",
    "more on this story",
    "more on this",
    "more from",
    "more stories",
    "more news",
    "more coverage",
    "most read",
    "most popular",
    "most viewed",
    "top stories",
    "trending",
    "recommended",
    "recommended for you",
    "you may also like",
    "you might also like",
    "read next",
    "read more",
    "read also",
    "up next",
    "don't miss",
    "don’t miss",
    "latest news",
    "latest stories",
    "editor's picks",
    "editors' picks",
    "editor’s picks",
    "share this",
    "share this article",
    "share this story",
    "share",
    "comments",
    "leave a comment",
    "leave a reply",
    "about the author",
    "about the authors",
    "tags",
    "topics",
    "newsletter",
    "sign up",
    "follow us",
    "advertisement",
    "sponsored",
    "sponsored content",
    "mehr zum thema",
    "das könnte sie auch interessieren",
    "lesen sie auch",
    "à lire aussi",
    "sur le même sujet",
    "te puede interesar",
    "leggi anche",
    "leia também",
];

fn leads_elsewhere(block: &Judged) -> bool {
    let more = begins(&block.folded, "more") && block.is_heading();
    let of_ours = ["stories", "coverage", "news", "articles", "posts"];
    let last = block.folded.rsplit(' ').next().unwrap_or_default();
    block.words <= LABEL && more && of_ours.contains(&last)
        || block.words <= LABEL
            && ELSEWHERE.iter().any(|label| {
                block.folded == *label
                    || ["more from", "related", "top stories", "most read"].contains(label)
                        && begins(&block.folded, label)
                        && block.is_heading()
            })
}

/// Lists of other articles, with the heading over them.
fn take_off_lists(judged: &mut Vec<Judged>) {
    let running = judged.iter().filter(|block| block.is_running()).count();
    let links = judged.iter().filter(|block| block.is_way_on()).count();
    // A page of links is about them.
    let all_links = links > running * 2;
    let mut drop = vec![false; judged.len()];
    let mut at = 0;
    while at < judged.len() {
        if leads_elsewhere(&judged[at]) {
            let end = end_of_list(judged, at + 1);
            drop[at..end].fill(true);
            at = end;
            continue;
        }
        let is_in_row = |block: &&Judged| block.is_way_on() || is_figure(block);
        let end = at + judged[at..].iter().take_while(is_in_row).count();
        let in_row = judged[at..end].iter().filter(|block| block.is_link());
        if !all_links && in_row.count() >= LINKS_IN_A_ROW {
            drop[at..end].fill(true);
        }
        at = end.max(at + 1);
    }
    let mut dropped = drop.into_iter();
    judged.retain(|_| !dropped.next().unwrap_or_default());
}

fn is_figure(block: &Judged) -> bool {
    matches!(block.block, Block::Figure { .. })
}

/// Where a list of what leads elsewhere ends: at running text that is no teaser, or a heading of
/// the text.
fn end_of_list(judged: &[Judged], from: usize) -> usize {
    let list = judged[from..].iter().take_while(|block| {
        block.is_link()
            || matches!(block.block, Block::Figure { .. })
            || matches!(block.block, Block::ListItem { .. })
                && (block.linked > 0.4 || !block.closed)
            || !block.is_running() && !block.is_heading()
            || leads_elsewhere(block)
    });
    from + list.count()
}

/// How a line begins that sends the reader elsewhere, asks for something or counts something.
const INVITES: [&str; 64] = [
    "advertisement",
    "advertising",
    "story continues below",
    "continue reading below",
    "continue reading",
    "article continues below",
    "story continues",
    "sign up",
    "subscribe",
    "subscribe to",
    "get the latest",
    "get breaking news",
    "get our",
    "click here",
    "read more",
    "read also",
    "read next",
    "see also",
    "see more",
    "more",
    "related",
    "watch",
    "watch now",
    "listen to this",
    "listen to our",
    "download our",
    "download the",
    "follow us",
    "follow",
    "like us",
    "join our",
    "join us",
    "share this",
    "share on",
    "share via",
    "want more",
    "have a tip",
    "got a tip",
    "don't miss",
    "don’t miss",
    "media playback is unsupported",
    "media caption",
    "image copyright",
    "image caption",
    "image source",
    "image credit",
    "photo",
    "photos",
    "image 1 of",
    "order reprints",
    "print article",
    "text size",
    "this site uses cookies",
    "we use cookies",
    "support our",
    "become a member",
    "also read",
    "lesen sie auch",
    "mehr zum thema",
    "à lire aussi",
    "lire aussi",
    "lea también",
    "leia também",
    "leggi anche",
];

/// These begin sentences of any article as well: only as a label, with a mark behind it.
const LABELS_ALONE: [&str; 14] = [
    "more",
    "related",
    "watch",
    "follow",
    "photo",
    "photos",
    "subscribe",
    "get our",
    "read more",
    "see more",
    "read also",
    "see also",
    "also read",
    "continue reading",
];

fn is_furniture(block: &Judged) -> bool {
    if matches!(
        block.block,
        Block::Figure { .. } | Block::Code(_) | Block::Table(_) | Block::Rule
    ) {
        return false;
    }
    if block.words == 0 {
        return true;
    }
    // What somebody wrote elsewhere and is shown here is part of the text.
    if matches!(block.block, Block::Quote { .. }) {
        return false;
    }
    let label = |phrase: &str| {
        let rest = block
            .text
            .get(phrase.len()..)
            .unwrap_or_default()
            .trim_start();
        rest.is_empty()
            || rest.starts_with([':', '|', '-', '–', '—', '»', '>', '→'])
            || block.is_link()
    };
    let invites = block.words <= INVITATION
        && INVITES.iter().any(|phrase| {
            begins(&block.folded, phrase) && (!LABELS_ALONE.contains(phrase) || label(phrase))
        });
    invites
        || is_promotion(block)
        || is_credit(block)
        || is_legal(block)
        || is_contact(block)
        || is_gallery_label(block)
        || is_affiliate(block)
        || block.folded.contains("newsletter")
            && block.words <= INVITATION
            && ["sign up", "subscribe", "inbox", "delivered"]
                .iter()
                .any(|word| block.folded.contains(word))
}

/// A paragraph that is one link: the headline of something else.
fn is_promotion(block: &Judged) -> bool {
    matches!(block.block, Block::Paragraph(_) | Block::Heading { .. })
        && block.is_way_on()
        && block.words >= 3
        && !block.closed
        || matches!(block.block, Block::Paragraph(_))
            && block.linked > 0.5
            && block.words <= 25
            && is_shouted(&block.text)
}

fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let count = letters.clone().count();
    count >= 12 && letters.filter(|c| c.is_uppercase()).count() * 10 >= count * 9
}

/// The line below a picture that stands as a paragraph of its own.
fn is_credit(block: &Judged) -> bool {
    const CREDITS: [&str; 10] = [
        "(image credit",
        "(photo by",
        "(photo:",
        "(image:",
        "(ap photo",
        "(credit:",
        "(picture:",
        "(foto:",
        "/getty images",
        "| getty images",
    ];
    let lower = block.text.to_lowercase();
    let tail = &lower[lower.floor_char_boundary(lower.len().saturating_sub(90))..];
    block.words <= 80
        && CREDITS.iter().any(|credit| tail.contains(credit))
        && (lower.ends_with(')') || lower.ends_with("images"))
}

/// "Image 2 of 5", "Caption", "Close": the buttons of a gallery.
fn is_gallery_label(block: &Judged) -> bool {
    let labels = [
        "caption",
        "close",
        "advert",
        "advertisement",
        "slideshow",
        "gallery",
        "video",
    ];
    let counts = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = block.folded.split(' ').collect();
    labels.contains(&block.folded.as_str())
        || words.len() <= 5
            && matches!(words.as_slice(), ["image" | "photo" | "slide" | "bild" | "foto", first, rest @ ..]
                if counts(first) && rest.last().is_none_or(|last| counts(last)))
}

/// That somebody earns from the links of the text.
fn is_affiliate(block: &Judged) -> bool {
    block.words <= 60
        && block.folded.contains("affiliate")
        && ["commission", "links", "earn", "disclosure"]
            .iter()
            .any(|word| block.folded.contains(word))
}

fn is_legal(block: &Judged) -> bool {
    block.words <= 60
        && (block.text.starts_with('©')
            || block.words <= 25 && block.text.contains('©')
            || begins(&block.folded, "copyright")
            || block.folded.contains("all rights reserved")
            || block.folded.contains("alle rechte vorbehalten")
            || block
                .folded
                .contains("may not be published broadcast rewritten"))
}

/// Who wrote it and how to reach them.
fn is_contact(block: &Judged) -> bool {
    if block.words > INVITATION {
        return false;
    }
    let has_address = block.text.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
        word.contains('@') && word.len() > 2
    });
    let reach = [
        "reach ",
        "reached at",
        "contact ",
        "email ",
        "e-mail",
        "write to",
        "follow ",
        "on twitter",
        "tips",
        "twitter com",
    ];
    let asks = reach
        .iter()
        .any(|word| block.folded.contains(word.trim_end()));
    has_address && (asks || block.words <= 6)
        || block.folded.contains("on twitter") && begins(&block.folded, "follow")
        || begins(&block.folded, "write to") && has_address
}

/// A line below a picture, above the line that says who took it.
fn take_off_captions(judged: &mut Vec<Judged>) {
    let is_caption = |at: usize| {
        let before = at.checked_sub(1).map(|at| &judged[at]);
        let beside = before
            .is_some_and(|block| is_figure(block) || is_gallery_label(block) || is_credit(block));
        let credited = judged
            .get(at + 1)
            .is_some_and(|block| is_credit(block) && block.text.starts_with('('));
        judged[at].words <= 60
            && beside
            && credited
            && matches!(judged[at].block, Block::Paragraph(_))
    };
    let mut captions = (0..judged.len())
        .map(is_caption)
        .collect::<Vec<_>>()
        .into_iter();
    judged.retain(|_| !captions.next().unwrap_or_default());
}

/// The same words again: a caption that stands twice. Where that is the way of the page, it stays.
fn take_off_twice_said(judged: &mut Vec<Judged>) {
    let mut said: Vec<&str> = Vec::new();
    let mut again = vec![false; judged.len()];
    for (at, block) in judged.iter().enumerate() {
        if block.words >= LABEL && !is_figure(block) {
            let around = &judged[at.saturating_sub(3)..judged.len().min(at + 3)];
            let pictured = around.iter().any(is_figure);
            again[at] = pictured && said.contains(&block.folded.as_str());
            said.push(&block.folded);
        }
    }
    let repeats = again.iter().filter(|again| **again).count();
    if repeats * 4 <= said.len() {
        let mut again = again.into_iter();
        judged.retain(|_| !again.next().unwrap_or_default());
    }
}

/// What stands behind the last running text: tags, authors, dates, buttons.
fn take_off_tail(judged: &mut Vec<Judged>) {
    let behind = judged
        .iter()
        .rev()
        .take_while(|block| !ends_text(block))
        .count();
    let tail = &judged[judged.len() - behind..];
    // So many lines are a list that somebody wanted to give: dates, results, ingredients.
    let lines = tail
        .iter()
        .filter(|block| block.words > 2 && !block.is_way_on() && !is_about_author(block));
    if lines.count() < LIST_LINES {
        judged.truncate(judged.len() - behind);
    }
}

/// Whether an article may end in it.
fn ends_text(block: &Judged) -> bool {
    match &block.block {
        Block::Figure { .. } | Block::Code(_) | Block::Table(_) | Block::Quote { .. } => true,
        Block::ListItem { .. } => block.words > 2 && !block.is_way_on(),
        Block::Heading { .. } | Block::Rule => false,
        Block::Paragraph(_) => {
            (block.is_running() || block.closed && block.words > 3) && !is_about_author(block)
        }
    }
}

fn is_about_author(block: &Judged) -> bool {
    const ABOUT: [&str; 12] = [
        "is a reporter",
        "is a staff writer",
        "is a freelance",
        "is a senior",
        "is a writer for",
        "is a journalist",
        "is an editor",
        "is the author of",
        "is a correspondent",
        "contributed to this report",
        "contributed to this story",
        "contributed reporting",
    ];
    block.words <= INVITATION && ABOUT.iter().any(|about| block.folded.contains(about))
}

/// Headings with nothing below them.
fn take_off_bare_headings(judged: &mut Vec<Judged>) {
    while judged
        .last()
        .is_some_and(|last| matches!(last.block, Block::Heading { .. } | Block::Rule))
    {
        judged.pop();
    }
}
