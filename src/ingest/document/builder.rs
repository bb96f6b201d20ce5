//! Well-formed HTML → blocks: a walk over tokens with counters for what is open.

mod media;

use url::Url;

use media::{Figure, Playing};

use super::cell::Table;
use super::finish::{is_way_back, one_line, raised, words_in};
use super::spans::Spans;
use crate::ingest::address::text_link;
use crate::ingest::clean::clean_text;
use crate::ingest::markup::{Tag, Token, Tokens, decode, holds_raw_text, is_void};
use crate::ingest::strip::is_any;
use crate::model::{Block, Document, Inline, Link, LinkId, Style};

/// Elements that are not shown.
const SKIPPED: [&str; 18] = [
    "script", "style", "head", "title", "noscript", "template", "svg", "textarea", "select",
    "button", "object", "canvas", "nav", "dialog", "map", "frameset", "rp", "datalist",
];

/// What an image without words is called.
const NO_WORDS: &str = "no description";

/// Builds the blocks of well-formed HTML.
pub(super) fn build(html: &str, base: Option<&Url>) -> Document {
    let mut builder = Builder::new(base);
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => builder.text(text),
            Token::Open(tag) if is_any(tag.name, &SKIPPED) || is_hidden(&tag) => {
                skip(&mut tokens, tag.name)
            }
            Token::Open(tag) => builder.open(&tag),
            Token::Close(name) => builder.close(name),
        }
    }
    builder.finish()
}

/// Jumps over an element that has others of its name inside.
fn skip(tokens: &mut Tokens<'_>, name: &str) {
    if is_void(name) {
        return;
    }
    if holds_raw_text(name) {
        tokens.skip_element(name);
        return;
    }
    tokens.skip_nested(name);
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    // Nearly no tag has these; looking at all attributes of all tags would cost more than reading.
    (tag.attributes.contains("hidden") && tag.attribute("hidden").is_some())
        || (tag.attributes.contains("none")
            && tag.attribute("style").is_some_and(|style| {
                let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
                style.contains("display:none")
            }))
}

/// A list that is open.
#[derive(Debug, Clone, Copy)]
struct List {
    /// The number of the next item.
    number: Option<i64>,
    /// Quotes that were open when it began.
    quotes: usize,
}

struct Builder<'a> {
    base: Option<&'a Url>,
    blocks: Vec<Block>,
    links: Vec<Link>,
    spans: Spans,
    /// Addresses of the images in `spans`.
    images: Vec<String>,
    emphasis: usize,
    strong: usize,
    strikeout: usize,
    code: usize,
    link: Option<LinkId>,
    heading: Option<u8>,
    quotes: usize,
    lists: Vec<List>,
    marker: Option<String>,
    definition: usize,
    pre: Option<String>,
    table: Option<Table>,
    figure: Option<Figure>,
    superscript: bool,
    /// The open link leads to another place of the same page.
    in_page: bool,
    /// What is open and plays something: what stands in it is for browsers that cannot.
    playing: Option<Playing>,
}

impl<'a> Builder<'a> {
    fn new(base: Option<&'a Url>) -> Self {
        Self {
            base,
            blocks: Vec::new(),
            links: Vec::new(),
            spans: Spans::default(),
            images: Vec::new(),
            emphasis: 0,
            strong: 0,
            strikeout: 0,
            code: 0,
            link: None,
            heading: None,
            quotes: 0,
            lists: Vec::new(),
            marker: None,
            definition: 0,
            pre: None,
            table: None,
            figure: None,
            superscript: false,
            in_page: false,
            playing: None,
        }
    }

    fn style(&self) -> Style {
        Style {
            emphasis: self.emphasis > 0,
            strong: self.strong > 0,
            strikeout: self.strikeout > 0,
            code: self.code > 0,
            ..Style::default()
        }
    }

    fn text(&mut self, raw: &str) {
        let text = decode(raw);
        if self.playing.is_some() || self.in_page && is_way_back(&text) {
            return;
        }
        match &mut self.pre {
            Some(code) => code.push_str(&text),
            None if self.superscript => self.spans.push(&raised(&text), self.style(), self.link),
            None => self.spans.push(&text, self.style(), self.link),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let name = tag.name;
        if self.count_inline(name, true) {
            return;
        }
        match name {
            "a" => {
                let href = tag.attribute("href");
                self.in_page = href.as_ref().is_some_and(|href| href.starts_with('#'));
                self.link = href.and_then(|href| self.link_to(&href));
            }
            "br" => self.line_break(),
            "img" => self.image(tag),
            "q" => self.spans.push("“", self.style(), self.link),
            "rt" => self.spans.push("(", self.style(), self.link),
            "sup" => self.superscript = true,
            "hr" => self.block(Block::Rule),
            "iframe" | "video" | "audio" | "embed" => self.player(tag),
            "source" => self.player_source(tag),
            "pre" => {
                self.flush();
                self.pre = Some(String::new());
            }
            "ul" | "ol" | "menu" => self.open_list(tag),
            "li" => self.open_item(tag),
            "dd" => {
                self.flush();
                self.definition += 1;
            }
            "blockquote" => {
                self.flush();
                self.quotes += 1;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = name[1..].parse().ok();
            }
            "table" => self.open_table(),
            "tr" | "td" | "th" => self.open_cell(name),
            "caption" => self.table_caption(true),
            "figure" => {
                self.flush();
                self.figure = Some(Figure::default());
            }
            "dt" | "summary" => {
                self.flush();
                self.strong += 1;
            }
            name if !crate::ingest::strip::is_inline(name) => self.flush(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.count_inline(name, false) {
            return;
        }
        match name {
            "a" => {
                self.link = None;
                self.in_page = false;
            }
            "iframe" | "video" | "audio" => self.playing = None,
            "q" => self.spans.push("”", self.style(), self.link),
            "rt" => self.spans.push(")", self.style(), self.link),
            "sup" => self.superscript = false,
            "pre" => self.close_code(),
            "ul" | "ol" | "menu" => {
                self.flush();
                self.lists.pop();
                self.marker = None;
            }
            "dd" => {
                self.flush();
                self.definition = self.definition.saturating_sub(1);
            }
            "blockquote" => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = None;
            }
            "table" => self.close_table(),
            "caption" => self.table_caption(false),
            "figcaption" => self.close_caption(),
            "figure" => self.close_figure(),
            "dt" | "summary" | "th" => {
                self.flush();
                self.strong = self.strong.saturating_sub(1);
            }
            name if !crate::ingest::strip::is_inline(name) => self.flush(),
            _ => {}
        }
    }

    /// Counts elements that only style their text; false for any other element.
    fn count_inline(&mut self, name: &str, open: bool) -> bool {
        let counter = match name {
            "em" | "i" | "cite" | "dfn" | "var" => &mut self.emphasis,
            "b" | "strong" | "mark" => &mut self.strong,
            "s" | "strike" | "del" => &mut self.strikeout,
            "code" | "kbd" | "samp" | "tt" => &mut self.code,
            _ => return false,
        };
        *counter = if open {
            *counter + 1
        } else {
            counter.saturating_sub(1)
        };
        true
    }

    fn link_to(&mut self, href: &str) -> Option<LinkId> {
        let url = text_link(href, self.base)?;
        // Links are few and mostly different; the last ones are the likeliest to be repeated.
        let known = self
            .links
            .iter()
            .rev()
            .take(32)
            .position(|link| link.url == url);
        Some(LinkId(match known {
            Some(back) => self.links.len() - 1 - back,
            None => {
                self.links.push(Link { url });
                self.links.len() - 1
            }
        }))
    }

    fn line_break(&mut self) {
        match &mut self.pre {
            Some(code) => code.push('\n'),
            // Two breaks are how old pages end a paragraph.
            None if self.spans.end_with_break() => self.flush(),
            None => self.spans.line_break(),
        }
    }

    fn open_list(&mut self, tag: &Tag<'_>) {
        self.flush();
        let start = || {
            tag.attribute("start")
                .and_then(|start| start.trim().parse().ok())
                .unwrap_or(1)
        };
        self.lists.push(List {
            number: tag.is("ol").then(start),
            quotes: self.quotes,
        });
    }

    fn open_item(&mut self, tag: &Tag<'_>) {
        self.flush();
        let value = tag
            .attribute("value")
            .and_then(|value| value.trim().parse::<i64>().ok());
        let bullet = ["•", "◦", "▪"][self.lists.len().saturating_sub(1).min(2)];
        self.marker = Some(match self.lists.last_mut() {
            Some(List {
                number: Some(number),
                ..
            }) => {
                let this = value.unwrap_or(*number);
                *number = this.saturating_add(1);
                format!("{this}.")
            }
            _ => bullet.to_owned(),
        });
    }

    fn open_table(&mut self) {
        self.flush();
        match &mut self.table {
            Some(table) => {
                table.inner += 1;
                table.nested = true;
            }
            None => self.table = Some(Table::default()),
        }
    }

    fn table_caption(&mut self, opens: bool) {
        self.flush();
        if let Some(table) = self.table.as_mut().filter(|table| table.inner == 0) {
            table.in_caption = opens;
        }
    }

    fn open_cell(&mut self, name: &str) {
        self.flush();
        if let Some(table) = self.table.as_mut().filter(|table| table.inner == 0) {
            if name == "tr" {
                table.row();
            } else {
                table.cell();
            }
        }
        self.strong += usize::from(name == "th");
    }

    fn close_table(&mut self) {
        self.flush();
        match self.table.take() {
            Some(mut table) if table.inner > 0 => {
                table.inner -= 1;
                self.table = Some(table);
            }
            Some(table) => self.blocks.extend(table.finish()),
            None => {}
        }
    }

    fn close_code(&mut self) {
        let code = clean_text(&self.pre.take().unwrap_or_default());
        let code = code.trim_matches('\n').trim_end();
        if !code.is_empty() {
            self.block(Block::Code(
                code.lines()
                    .map(|line| line.trim_end().replace('\t', "    "))
                    .collect(),
            ));
        }
    }

    /// Adds a block that is whole; in a table its text is what counts.
    fn block(&mut self, block: Block) {
        self.flush();
        let Some(table) = &mut self.table else {
            self.blocks.push(block);
            return;
        };
        match block {
            Block::Figure { caption, .. } => table.push(caption),
            Block::Paragraph(spans) => table.push(spans),
            Block::Code(lines) => {
                let style = Style {
                    code: true,
                    ..Style::default()
                };
                table.push(vec![Inline {
                    text: lines.join(" "),
                    style,
                    link: None,
                }]);
            }
            _ => {}
        }
    }

    /// Ends the running text and makes the block that it is.
    fn flush(&mut self) {
        let images = std::mem::take(&mut self.images);
        if self.pre.is_some() {
            return;
        }
        let spans = self.spans.take();
        if spans.iter().all(|span| span.text.trim().is_empty()) {
            return;
        }
        if let Some(table) = &mut self.table {
            table.push(spans);
            return;
        }
        if spans
            .iter()
            .all(|span| span.style.image || span.text.trim().is_empty())
        {
            self.blocks.push(Block::Figure {
                caption: spans,
                alt: None,
                url: images.into_iter().next(),
            });
            return;
        }
        let block = self.block_of(spans);
        self.blocks.push(block);
    }

    fn block_of(&mut self, spans: Vec<Inline>) -> Block {
        if let (Some(level), true) = (self.heading, self.lists.is_empty()) {
            return Block::Heading {
                level,
                spans: one_line(spans),
            };
        }
        let list = self.lists.last().copied();
        let marker = self.marker.take().unwrap_or_default();
        let small = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
        match list {
            Some(list) if list.quotes == self.quotes && self.quotes == 0 => Block::ListItem {
                depth: small(self.lists.len() - 1),
                marker,
                spans,
            },
            Some(_) if self.quotes > 0 => {
                let mut all = Vec::with_capacity(spans.len() + 1);
                if !marker.is_empty() {
                    all.push(Inline {
                        text: format!("{marker} "),
                        ..Inline::default()
                    });
                }
                all.extend(spans);
                Block::Quote {
                    depth: small(self.quotes),
                    spans: all,
                }
            }
            _ if self.quotes > 0 => Block::Quote {
                depth: small(self.quotes),
                spans,
            },
            _ if self.definition > 0 || list.is_some() => Block::ListItem {
                depth: small(self.definition.max(self.lists.len()) - 1),
                marker,
                spans,
            },
            _ => Block::Paragraph(spans),
        }
    }

    fn finish(mut self) -> Document {
        self.close_code();
        self.flush();
        while self.table.is_some() {
            self.close_table();
        }
        Document {
            words: words_in(&self.blocks),
            blocks: self.blocks,
            links: self.links,
            cited: Vec::new(),
        }
    }
}
