//! Collects running text as styled spans, blanks folded across spans.

use crate::ingest::clean::cleaned;
use crate::model::{Inline, LinkId, Style};

/// The spans of a paragraph in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Spans {
    spans: Vec<Inline>,
    /// A blank waits for the word behind it.
    blank: bool,
}

impl Spans {
    /// Adds text; runs of white space become one blank.
    pub(super) fn push(&mut self, text: &str, style: Style, link: Option<LinkId>) {
        let text = cleaned(text);
        let mut words = text.split_whitespace();
        if text.starts_with(char::is_whitespace) {
            self.blank = true;
        }
        let Some(first) = words.next() else { return };
        let mut run = String::with_capacity(text.len());
        run.push_str(first);
        for word in words {
            run.push(' ');
            run.push_str(word);
        }
        self.add(run, style, link);
        self.blank = text.ends_with(char::is_whitespace);
    }

    /// Adds a forced line break.
    pub(super) fn line_break(&mut self) {
        self.blank = false;
        if let Some(last) = self.spans.last_mut() {
            last.text.push('\n');
        }
    }

    fn add(&mut self, text: String, style: Style, link: Option<LinkId>) {
        let after_break = self.spans.is_empty() || self.end_with_break();
        let blank = std::mem::take(&mut self.blank) && !after_break;
        let text = if blank && !self.append_blank(style, link) {
            format!(" {text}")
        } else {
            text
        };
        match self.spans.last_mut() {
            Some(last) if last.style == style && last.link == link => last.text.push_str(&text),
            _ => self.spans.push(Inline { text, style, link }),
        }
    }

    /// Puts the blank behind the span before where it shows no style there; false if it belongs to
    /// the text that follows.
    fn append_blank(&mut self, style: Style, link: Option<LinkId>) -> bool {
        let bare = |style: Style, link: Option<LinkId>| style == Style::default() && link.is_none();
        let Some(last) = self.spans.last_mut() else {
            return true;
        };
        if last.style == style && last.link == link || bare(last.style, last.link) {
            last.text.push(' ');
            return true;
        }
        if bare(style, link) {
            return false;
        }
        self.spans.push(Inline {
            text: " ".to_owned(),
            ..Inline::default()
        });
        true
    }

    /// Whether nothing visible was added.
    pub(super) fn is_empty(&self) -> bool {
        self.spans.iter().all(|span| span.text.trim().is_empty())
    }

    /// Whether a forced line break is the last that was added. No span is empty.
    pub(super) fn end_with_break(&self) -> bool {
        self.spans
            .last()
            .is_some_and(|last| last.text.ends_with('\n'))
    }

    /// Takes the spans out, without breaks and blanks at the end.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        self.blank = false;
        let mut spans = std::mem::take(&mut self.spans);
        while let Some(last) = spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            spans.pop();
        }
        spans
    }
}

/// The text of spans.
pub(in crate::ingest) fn plain(spans: &[Inline]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// Cuts spans to their first `bytes` bytes.
pub(in crate::ingest) fn truncate(spans: &mut Vec<Inline>, bytes: usize) {
    let mut left = bytes;
    for span in spans.iter_mut() {
        let kept = span.text.floor_char_boundary(left);
        left -= kept.min(left);
        span.text.truncate(kept);
    }
    spans.retain(|span| !span.text.is_empty());
}
