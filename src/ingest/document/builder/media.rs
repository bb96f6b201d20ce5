//! Pictures with their captions, and what plays or shows another page.

use url::Url;

use super::{Builder, NO_WORDS};
use crate::ingest::address::web_address;
use crate::ingest::clean::clean_line;
use crate::ingest::document::finish::is_player;
use crate::ingest::document::picture::picture_address;
use crate::ingest::document::spans::plain;
use crate::ingest::markup::Tag;
use crate::ingest::title::same;
use crate::model::{Block, Inline, Style};

/// Audio, video or an embedded page that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Playing {
    audio: bool,
    /// Its address is known.
    placed: bool,
}

/// A figure that is open.
#[derive(Debug, Clone, Default)]
pub(super) struct Figure {
    url: Option<String>,
    words: String,
    caption: Vec<Inline>,
}

impl Builder<'_> {
    pub(super) fn image(&mut self, tag: &Tag<'_>) {
        let tiny = |name: &str| {
            tag.attribute(name)
                .is_some_and(|size| matches!(size.trim(), "0" | "1"))
        };
        if tiny("width") || tiny("height") {
            return;
        }
        let words = ["alt", "title"].iter().find_map(|name| {
            tag.attribute(name)
                .map(|words| clean_line(&words))
                .filter(|words| !words.is_empty())
        });
        let source = picture_address(tag, self.base).map(String::from);
        if let Some(figure) = &mut self.figure {
            figure.url = figure.url.take().or(source);
            figure.words = words.unwrap_or_default();
            return;
        }
        let alone = self.spans.is_empty() && self.link.is_none();
        let Some(words) =
            words.or_else(|| (alone && source.is_some()).then(|| NO_WORDS.to_owned()))
        else {
            return;
        };
        self.images.extend(source);
        let style = Style {
            image: true,
            ..self.style()
        };
        self.spans.push(&format!(" {words} "), style, self.link);
    }

    /// Something that plays or shows another page: a link to it.
    pub(super) fn player(&mut self, tag: &Tag<'_>) {
        let source = tag.attribute("src");
        let url = source.and_then(|source| web_address(&source, self.base));
        let audio = tag.is("audio");
        if !tag.is("embed") {
            let placed = url.is_some();
            self.playing = Some(Playing { audio, placed });
        }
        let Some(url) = url else { return };
        let what = if tag.is("iframe") && !is_player(&url) {
            "Embedded page"
        } else if audio {
            "Audio"
        } else {
            "Video"
        };
        self.place_player(what, &url);
    }

    /// One of the files of what plays; the first stands for all.
    pub(super) fn player_source(&mut self, tag: &Tag<'_>) {
        let waiting = self.playing.filter(|playing| !playing.placed);
        let source = tag.attribute("src");
        let url = source.and_then(|source| web_address(&source, self.base));
        if let Some((playing, url)) = waiting.zip(url) {
            self.playing = Some(Playing {
                placed: true,
                ..playing
            });
            self.place_player(if playing.audio { "Audio" } else { "Video" }, &url);
        }
    }

    pub(super) fn place_player(&mut self, what: &str, url: &Url) {
        self.flush();
        let host = url
            .host_str()
            .unwrap_or_default()
            .trim_start_matches("www.")
            .to_owned();
        let link = self.link_to(url.as_str());
        self.spans
            .push(&format!("{what}: {host}"), self.style(), link);
        self.flush();
    }

    pub(super) fn close_caption(&mut self) {
        let Some(figure) = &mut self.figure else {
            self.flush();
            return;
        };
        figure.caption = self.spans.take();
    }

    pub(super) fn close_figure(&mut self) {
        let Some(figure) = self.figure.take() else {
            return;
        };
        self.flush();
        let mut caption = figure.caption;
        let is_said = caption.is_empty() || same(&plain(&caption), &figure.words);
        let alt = (!is_said && !figure.words.is_empty()).then(|| figure.words.clone());
        if caption.is_empty() && figure.url.is_some() {
            let words = if figure.words.is_empty() {
                NO_WORDS
            } else {
                &figure.words
            };
            caption = vec![Inline {
                text: words.to_owned(),
                ..Inline::default()
            }];
        }
        if caption.is_empty() {
            return;
        }
        if figure.url.is_some() {
            self.block(Block::Figure {
                caption,
                alt,
                url: figure.url,
            });
        } else {
            self.block(Block::Paragraph(caption));
        }
    }
}
