//! The reader pane: which article is shown and how far, and which one is on its way. The last
//! article stays until the next one is there, so that nothing flickers while the cursor moves.

use std::sync::Arc;

use crate::app::{Find, Hints, Lines, LoadedArticle, Marking, OnlyLines, PageState, Version};
use crate::layout::{Layout, Line, Role};
use crate::model::{ArticleId, ArticleText, Barrier, Document};

/// So many letters are the same only where the words are.
const LETTERS_COMPARED: usize = 40;
/// Lines below the first visible one that are looked for in another text.
const LINES_COMPARED: usize = 30;
/// Places that are remembered across starts.
const PLACES: usize = 300;

/// The article on the screen and the one that is wanted there.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    /// What is shown.
    pub shown: Option<ShownArticle>,
    /// What was asked for and is not there yet.
    pub wanted: Option<ArticleId>,
    /// It takes so long that this is said.
    pub slow: bool,
    /// How often another text was put in the place of the one shown.
    pub replaced: u64,
    places: Vec<Place>,
}

/// How far a text of an article was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which article.
    pub article: ArticleId,
    /// Which of its texts.
    pub version: Version,
    /// Letters before the first visible line.
    pub letters: usize,
}

/// An article with its lines and how it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownArticle {
    /// What is known of it.
    pub text: ArticleText,
    /// What is shown of it.
    pub document: Arc<Document>,
    /// What is not shown: the article as it was sent, or, while that is shown, as it is read.
    pub other: Option<Arc<Document>>,
    /// It is shown as it was sent.
    pub as_sent: bool,
    /// What is shown as lines.
    pub layout: Arc<Layout>,
    /// What is marked in them.
    pub marking: Option<Marking>,
    /// Where they are those of the new sentences alone: what they are of.
    pub only: Option<OnlyLines>,
    /// What is looked for in it.
    pub find: Option<Find>,
    /// Letters at the links of the page, while one of them is chosen.
    pub hints: Option<Hints>,
    /// Which of its texts that is.
    pub version: Version,
    /// What is known of its full text.
    pub page: PageState,
    /// What the text ends at, where it is a part of the article alone.
    pub ends_at: Option<Barrier>,
    /// Index of the first visible line.
    pub scroll: usize,
    /// The heading that was gone to and the line then at the top of the page: near the end a heading
    /// cannot stand there.
    pub heading: Option<(usize, usize)>,
    /// Letters before the page and the line at its top when lines were last laid out anew: other
    /// widths lead back to the same place.
    pub held: Option<(usize, usize)>,
    /// Columns by which code and tables wider than the page are moved on.
    pub sideways: usize,
    /// The reader asked for it or moved in it, it is not just the row under the cursor.
    pub engaged: bool,
    /// It was shown long enough to count as read at its end.
    pub shown_long: bool,
    /// It was marked as read and seen for reaching its end; not again if that is undone.
    pub finished: bool,
    /// Number of the wake that makes it `shown_long`.
    pub wake: u64,
}

impl Reader {
    /// The article that is on its way, else the one shown.
    pub fn current(&self) -> Option<ArticleId> {
        self.wanted
            .or_else(|| self.shown.as_ref().map(|shown| shown.text.id))
    }

    /// The shown article, unless another one is on its way.
    pub fn settled(&self) -> Option<&ShownArticle> {
        self.shown.as_ref().filter(|_| self.wanted.is_none())
    }

    /// Shows an article where it was left.
    pub fn show(&mut self, article: LoadedArticle, engaged: bool, wake: u64) {
        self.remember_place();
        let place = self.place(article.text.id, article.version);
        let scroll = place.map_or(0, |letters| line_at(&article.layout, letters));
        self.wanted = None;
        self.slow = false;
        self.shown = Some(ShownArticle {
            text: article.text,
            document: article.document,
            other: article.sent,
            as_sent: false,
            layout: article.layout,
            marking: None,
            only: None,
            find: None,
            hints: None,
            version: article.version,
            page: article.page,
            ends_at: article.ends_at,
            scroll,
            heading: None,
            held: None,
            sideways: 0,
            engaged,
            shown_long: false,
            finished: false,
            wake,
        });
    }

    /// Puts another text of the shown article in the place of the one shown, at the same words where
    /// it has them, else at its beginning.
    pub fn replace(&mut self, article: LoadedArticle, wake: u64) {
        let is_same = |shown: &&mut ShownArticle| shown.text.id == article.text.id;
        let Some(shown) = self.shown.as_mut().filter(is_same) else {
            return;
        };
        shown.scroll = match &shown.only {
            Some(only) => {
                let line = line_at(&only.whole, shown.letters_above());
                line_of_words(&only.whole, line, &article.layout)
            }
            None => line_of_words(&shown.layout, shown.scroll, &article.layout),
        };
        let (read, starred) = (shown.text.read, shown.text.starred);
        let own_tags = std::mem::take(&mut shown.text.own_tags);
        shown.text = ArticleText {
            read,
            starred,
            own_tags,
            ..article.text
        };
        // The end of a changed text is still to be reached.
        shown.finished &= !shown.text.changed;
        self.replaced += 1;
        shown.document = article.document;
        shown.other = article.sent;
        shown.as_sent = false;
        shown.find = None;
        shown.hints = None;
        shown.layout = article.layout;
        (shown.marking, shown.only) = (None, None);
        shown.version = article.version;
        shown.page = article.page;
        shown.ends_at = article.ends_at;
        shown.sideways = 0;
        shown.heading = None;
        shown.held = None;
        shown.shown_long = false;
        shown.wake = wake;
    }

    /// Takes other lines of the shown article and stays at the same words; gives whether the lines
    /// before were of its new sentences alone.
    pub fn relay(&mut self, article: ArticleId, lines: Lines, marking: Option<Marking>) -> bool {
        let Some(shown) = self.shown.as_mut().filter(|shown| shown.text.id == article) else {
            return false;
        };
        let was_only = shown.only.is_some();
        let held = shown.held.filter(|(_, line)| *line == shown.scroll);
        let letters = held.map_or_else(|| shown.letters_above(), |(letters, _)| letters);
        // Marks alone move nothing.
        let stays = !was_only && lines.only.is_none() && {
            let (old, new) = (&shown.layout, &lines.layout);
            (old.width, old.lines.len()) == (new.width, new.lines.len())
        };
        (shown.layout, shown.only, shown.marking) = (lines.layout, lines.only, marking);
        if !stays {
            shown.scroll = shown.line_of(letters);
            shown.held = Some((letters, shown.scroll));
        }
        shown.hints = None;
        if let Some(find) = &mut shown.find {
            find.look(&shown.layout);
        }
        was_only
    }

    /// Remembers how far the shown article was read.
    pub fn remember_place(&mut self) {
        let Some(shown) = &self.shown else { return };
        let place = Place {
            article: shown.text.id,
            version: shown.version,
            letters: shown.letters_above(),
        };
        let is_other =
            |other: &Place| (other.article, other.version) != (place.article, place.version);
        self.places.retain(is_other);
        if place.letters > 0 {
            self.places.push(place);
        }
        if self.places.len() > PLACES {
            self.places.remove(0);
        }
    }

    /// Places as they are stored, the last read at the end.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Takes stored places.
    pub fn restore_places(&mut self, places: Vec<Place>) {
        self.places = places;
    }

    fn place(&self, article: ArticleId, version: Version) -> Option<usize> {
        let mut places = self.places.iter();
        places
            .find(|place| place.article == article && place.version == version)
            .map(|place| place.letters)
    }
}

impl ShownArticle {
    /// Letters of the whole article above the page.
    fn letters_above(&self) -> usize {
        let Some(only) = &self.only else {
            return letters_before(&self.layout, self.scroll);
        };
        let above = self.layout.blocks.iter();
        let passed = above.filter(|line| **line <= self.scroll).count();
        let block = only.blocks.get(passed.saturating_sub(1));
        let line = block.and_then(|block| only.whole.blocks.get(*block));
        letters_before(&only.whole, line.copied().unwrap_or(0))
    }

    /// The line that so many letters of the whole article stand above, or the next below it.
    fn line_of(&self, letters: usize) -> usize {
        let Some(only) = &self.only else {
            return line_at(&self.layout, letters);
        };
        let line = line_at(&only.whole, letters);
        let passed = only.whole.blocks.iter().filter(|at| **at <= line).count();
        let block = passed.saturating_sub(1);
        let below = only.blocks.iter().position(|source| *source >= block);
        let block = below.unwrap_or(only.blocks.len().saturating_sub(1));
        self.layout.blocks.get(block).copied().unwrap_or(0)
    }

    /// The first line that may stand at the top of a page.
    pub fn last_scroll(&self, height: usize) -> usize {
        self.layout.lines.len().saturating_sub(height.max(1))
    }

    /// Shows the article as it was sent, or again as it is read; gives whether there is a
    /// difference.
    pub fn turn(&mut self) -> bool {
        let Some(other) = self.other.take() else {
            return false;
        };
        self.other = Some(std::mem::replace(&mut self.document, other));
        self.as_sent = !self.as_sent;
        true
    }

    /// Columns by which something on the page is wider than it.
    pub fn overhang(&self, height: usize) -> usize {
        let lines = self.layout.lines.iter().skip(self.scroll).take(height);
        lines.map(|line| line.overhang).max().unwrap_or(0)
    }

    /// The heading that the page stands at or below: the one gone to, else the last passed.
    pub fn current_heading(&self) -> Option<usize> {
        let headings = self.layout.headings.iter();
        let passed = headings.filter(|heading| heading.0 <= self.scroll).count();
        let chosen = self.heading.filter(|(_, line)| *line == self.scroll);
        chosen
            .map(|(index, _)| index)
            .or_else(|| passed.checked_sub(1))
    }

    /// Goes to a heading, as near to the top of the page as its end lets it.
    pub fn go_to_heading(&mut self, index: usize, height: usize) {
        if let Some((line, ..)) = self.layout.headings.get(index) {
            self.scroll = (*line).min(self.last_scroll(height));
            self.heading = Some((index, self.scroll));
            self.engaged = true;
        }
    }

    /// Whether the last line is on the page.
    pub fn at_end(&self, height: usize) -> bool {
        self.scroll >= self.last_scroll(height)
    }
}

/// Letters before a line. They are the same for every width, so they say where one was; markers
/// and lines that are drawn are not counted, because their number depends on the width.
fn letters_before(layout: &Layout, line: usize) -> usize {
    layout.lines.iter().take(line).map(letters).sum()
}

fn line_at(layout: &Layout, letters_wanted: usize) -> usize {
    let mut before = 0;
    for (index, line) in layout.lines.iter().enumerate() {
        before += letters(line);
        if before > letters_wanted {
            return index;
        }
    }
    layout.lines.len().saturating_sub(1)
}

fn letters(line: &Line) -> usize {
    letters_of(line).count()
}

fn letters_of(line: &Line) -> impl Iterator<Item = char> {
    line.spans
        .iter()
        .filter(|span| !matches!(span.role, Role::Marker | Role::TableRule | Role::Rule))
        .flat_map(|span| span.text.chars().filter(|c| c.is_alphanumeric()))
}

/// The line of another text with the words that stand at a line of this one, or below it.
fn line_of_words(from: &Layout, line: usize, to: &Layout) -> usize {
    if line == 0 {
        return 0;
    }
    let all: String = to.lines.iter().flat_map(letters_of).collect();
    let starts = line..from.lines.len().min(line + LINES_COMPARED);
    let found = starts.into_iter().find_map(|start| {
        let below = from.lines[start..].iter().flat_map(letters_of);
        let words: String = below.take(LETTERS_COMPARED).collect();
        let is_enough = words.chars().count() == LETTERS_COMPARED;
        let at = all.find(&words).filter(|_| is_enough)?;
        Some(line_at(to, all[..at].chars().count()))
    });
    found.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::loaded_article;

    fn first_words(reader: &Reader) -> String {
        let shown = reader.shown.as_ref().expect("shown");
        shown.layout.lines[shown.scroll].spans[0].text.clone()
    }

    #[test]
    fn another_width_keeps_the_words_at_the_top() {
        let mut reader = Reader::default();
        reader.show(loaded_article(1, 30), false, 1);
        reader.shown.as_mut().expect("shown").scroll = 10;
        let words = first_words(&reader);
        let first = words.split(' ').next().expect("a word").to_owned();
        let wider = loaded_article(1, 60).layout;
        let wider = Lines {
            layout: wider,
            only: None,
        };
        reader.relay(ArticleId(1), wider, None);
        assert!(
            first_words(&reader).contains(&first),
            "{first}: {}",
            first_words(&reader)
        );
    }

    #[test]
    fn an_article_is_shown_where_it_was_left() {
        let mut reader = Reader::default();
        reader.show(loaded_article(1, 30), false, 1);
        reader.shown.as_mut().expect("shown").scroll = 7;
        reader.show(loaded_article(2, 30), false, 2);
        assert_eq!(reader.shown.as_ref().map(|shown| shown.scroll), Some(0));
        reader.show(loaded_article(1, 30), false, 3);
        assert_eq!(reader.shown.as_ref().map(|shown| shown.scroll), Some(7));
    }
}
