//! What is new in an article, put into a copy of its document: marked where it stands, or alone.

use std::ops::Range;

use super::{
    account::{Account, Place, Statement},
    novelty::Novelty,
};
use crate::model::{Block, Document, Inline, Style};
use crate::text::{fold, words as words_of};

/// The sentences of an article that are new, as a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnlyNew {
    /// They, with the headings that they stand below; nothing where none was found in the document.
    pub document: Document,
    /// For each of its blocks the one of the whole document that it was taken from.
    pub blocks: Vec<usize>,
}

/// A document in which the sentences with something new, what is new in them, and sentences that
/// repeat what was seen are styled as such. What does not stand in it word for word stays as it is.
pub fn marked(document: &Document, account: &Account, novelty: &Novelty) -> Document {
    let mut copy = document.clone();
    for (at, block) in copy.blocks.iter_mut().enumerate() {
        let looks = looks(&block.text(), at, account, novelty);
        if let (Some(spans), false) = (spans_mut(block), looks.is_empty()) {
            *spans = split(spans, &looks);
        }
    }
    copy
}

/// The sentences of a document with something new, with the headings that have some below them, those
/// before one that speaks of what they say, and an ellipsis wherever text was left out.
pub fn only_new(document: &Document, account: &Account, novelty: &Novelty) -> OnlyNew {
    let mut rest = Rest::default();
    for (at, block) in document.blocks.iter().enumerate() {
        if let Block::Heading { level, .. } = block {
            // One that nothing stands below gives way to the next of its level.
            rest.headings.retain(|(_, above, _)| above < level);
            rest.headings.push((at, *level, block));
            continue;
        }
        let text = block.text();
        let mut looks = looks(&text, at, account, novelty);
        looks.extend(before(&text, at, account, novelty).map(|range| (range, Look::Before)));
        rest.take(at, block, &text, account, &looks);
    }
    rest.end();
    let kept = novelty.sentences.iter();
    let kept: usize = kept.map(|new| words(account, new.statement)).sum();
    let all = account.word_count().max(1);
    let words = u64::from(document.words) * kept as u64 / all as u64;
    OnlyNew {
        document: Document {
            blocks: rest.blocks,
            links: document.links.clone(),
            cited: document.cited.clone(),
            words: u32::try_from(words).unwrap_or(u32::MAX),
        },
        blocks: rest.sources,
    }
}

/// Whether something of what is new stands in a document: it is the text that was compared.
pub fn stands_in(document: &Document, account: &Account, novelty: &Novelty) -> bool {
    let mut statements = novelty.sentences.iter();
    statements.any(|new| {
        let statement = account.statements.get(new.statement);
        statement.is_some_and(|statement| {
            let block = document.blocks.get(statement.block);
            block.is_some_and(|block| stands(&block.text(), statement))
        })
    })
}

/// Sentences of an article that could be new.
pub fn sentence_count(account: &Account) -> usize {
    let counts =
        |statement: &&Statement| !matches!(statement.place, Place::Heading | Place::Beside);
    account.statements.iter().filter(counts).count()
}

fn words(account: &Account, statement: usize) -> usize {
    let statement = account.statements.get(statement);
    statement.map_or(0, |statement| statement.words.len())
}

fn stands(text: &str, statement: &Statement) -> bool {
    text.get(statement.range.clone()) == Some(statement.text.as_str())
}

/// Why a part of a block looks different.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Marked,
    Fresh,
    Repeated,
    /// What a marked sentence is not understood without.
    Before,
}

impl Look {
    fn put(self, style: &mut Style) {
        match self {
            Self::Marked => style.marked = true,
            Self::Fresh => (style.marked, style.fresh) = (true, true),
            Self::Repeated | Self::Before => style.repeated = true,
        }
    }
}

/// The parts of a block that look different, as bytes of its text.
fn looks(
    text: &str,
    block: usize,
    account: &Account,
    novelty: &Novelty,
) -> Vec<(Range<usize>, Look)> {
    let statement = |at: usize| {
        let statement = account.statements.get(at);
        statement.filter(|statement| statement.block == block && stands(text, statement))
    };
    let mut looks = Vec::new();
    for new in &novelty.sentences {
        let Some(statement) = statement(new.statement) else {
            continue;
        };
        looks.push((statement.range.clone(), Look::Marked));
        let tokens = new.tokens.iter().map(|token| token.range.clone());
        looks.extend(tokens.map(|range| (range, Look::Fresh)));
    }
    let is_new = |at: usize| novelty.sentences.iter().any(|new| new.statement == at);
    let repeated = novelty.repeated.iter().filter(|at| !is_new(**at));
    let repeated = repeated.filter_map(|at| statement(*at));
    looks.extend(repeated.map(|statement| (statement.range.clone(), Look::Repeated)));
    looks
}

/// Words that begin a sentence about what the one before it says; English, German, French, Spanish.
const LEANING: &[&str] = &[
    "he", "she", "it", "they", "this", "these", "those", "his", "her", "its", "their", "both",
    "such", "er", "sie", "dies", "diese", "dieser", "dieses", "sein", "seine", "ihr", "ihre", "il",
    "elle", "ils", "elles", "cela", "ce", "cette", "ces", "sa", "ses", "leur", "ella", "ellos",
    "ellas", "esto", "este", "esta", "estos", "estas",
];

/// Sentences of a block before those with something new that lean on them, as bytes of its text.
fn before<'a>(
    text: &'a str,
    block: usize,
    account: &'a Account,
    novelty: &'a Novelty,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let in_block = move |at: usize| {
        let statement = account.statements.get(at);
        statement.filter(|statement| statement.block == block && stands(text, statement))
    };
    let is_new = |at: usize| novelty.sentences.iter().any(|new| new.statement == at);
    novelty.sentences.iter().filter_map(move |new| {
        let at = new.statement.checked_sub(1)?;
        let leans = leans(in_block(new.statement)?) && !is_new(at);
        leans.then(|| in_block(at).map(|before| before.range.clone()))?
    })
}

/// Whether a sentence speaks of what the one before it says, before it names anybody itself.
fn leans(statement: &Statement) -> bool {
    /// "But it", "In the end they".
    const FIRST: usize = 4;
    let mut folded = String::new();
    let first = words_of(&statement.text).take(FIRST);
    let mut until_name = first.take_while(|word| {
        let names = statement.names.iter().filter(|name| !name.initial);
        !names.into_iter().any(|name| name.range.start <= word.start)
    });
    until_name.any(|word| {
        fold(word.text, &mut folded);
        LEANING.contains(&folded.as_str())
    })
}

/// Spans taken apart where a look begins or ends.
fn split(spans: &[Inline], looks: &[(Range<usize>, Look)]) -> Vec<Inline> {
    let mut cuts: Vec<usize> = looks
        .iter()
        .flat_map(|(range, _)| [range.start, range.end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let (mut parts, mut start) = (Vec::with_capacity(spans.len() + cuts.len()), 0);
    for span in spans {
        let end = start + span.text.len();
        let mut from = start;
        let inside = cuts.iter().copied().filter(|cut| {
            (start + 1..end).contains(cut) && span.text.is_char_boundary(cut - start)
        });
        for to in inside.chain([end]) {
            let mut part = Inline {
                text: span.text[from - start..to - start].to_owned(),
                style: span.style,
                link: span.link,
            };
            for (range, look) in looks {
                if range.start <= from && to <= range.end {
                    look.put(&mut part.style);
                }
            }
            parts.push(part);
            from = to;
        }
        start = end;
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

fn spans_mut(block: &mut Block) -> Option<&mut Vec<Inline>> {
    match block {
        Block::Heading { spans, .. }
        | Block::Paragraph(spans)
        | Block::ListItem { spans, .. }
        | Block::Quote { spans, .. }
        | Block::Figure { caption: spans, .. } => Some(spans),
        Block::Code(_) | Block::Table(_) | Block::Rule => None,
    }
}

/// What is left of a document while it is gone through.
#[derive(Default)]
struct Rest<'d> {
    blocks: Vec<Block>,
    sources: Vec<usize>,
    /// Headings above that are not yet in it.
    headings: Vec<(usize, u8, &'d Block)>,
    /// Text was left out since the last sentence that was kept.
    gap: bool,
}

impl Rest<'_> {
    /// Takes what is new of a block.
    fn take(
        &mut self,
        at: usize,
        block: &Block,
        text: &str,
        account: &Account,
        looks: &[(Range<usize>, Look)],
    ) {
        let mut kept: Vec<Range<usize>> = looks
            .iter()
            .filter(|(_, look)| *look != Look::Repeated)
            .map(|(range, _)| range.clone())
            .collect();
        kept.sort_by_key(|range| range.start);
        let mut sentences = account.statements.iter();
        let is_said = sentences.any(|statement| {
            statement.block == at && !matches!(statement.place, Place::Heading | Place::Beside)
        });
        let mut copy = block.clone();
        let spans = spans_mut(&mut copy).filter(|_| !kept.is_empty());
        let Some(spans) = spans else {
            self.gap |= is_said;
            return;
        };
        let (mut said, mut end) = (Vec::new(), 0);
        for range in joined(text, kept) {
            self.gap |= !text[end..range.start].trim().is_empty();
            if std::mem::take(&mut self.gap) {
                said.push(ellipsis(if said.is_empty() { "… " } else { " … " }));
            }
            said.extend(split(&cut(spans, &range), &shifted(looks, &range)));
            end = range.end;
        }
        self.gap = !text[end..].trim().is_empty();
        *spans = said;
        for (source, _, heading) in self.headings.drain(..) {
            self.blocks.push(heading.clone());
            self.sources.push(source);
        }
        self.blocks.push(copy);
        self.sources.push(at);
    }

    fn end(&mut self) {
        let last = self.blocks.last_mut().and_then(spans_mut);
        if let (Some(spans), true) = (last, self.gap) {
            spans.push(ellipsis(" …"));
        }
    }
}

/// Ranges that follow each other, or overlap, made one.
fn joined(text: &str, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last)
                if range.start <= last.end || text[last.end..range.start].trim().is_empty() =>
            {
                last.end = last.end.max(range.end);
            }
            _ => joined.push(range),
        }
    }
    joined
}

/// The part of spans that is in a range of their text.
fn cut(spans: &[Inline], range: &Range<usize>) -> Vec<Inline> {
    let mut start = 0;
    let mut parts = Vec::new();
    for span in spans {
        let end = start + span.text.len();
        let (from, to) = (range.start.max(start), range.end.min(end));
        if from < to
            && let Some(text) = span.text.get(from - start..to - start)
        {
            parts.push(Inline {
                text: text.to_owned(),
                ..span.clone()
            });
        }
        start = end;
    }
    parts
}

/// Looks counted from the beginning of a range.
fn shifted(looks: &[(Range<usize>, Look)], by: &Range<usize>) -> Vec<(Range<usize>, Look)> {
    let inside = looks.iter().map(|(range, look)| {
        let (start, end) = (range.start.max(by.start), range.end.min(by.end));
        (
            start.saturating_sub(by.start)..end.saturating_sub(by.start),
            *look,
        )
    });
    inside
        .filter(|(range, _)| range.start < range.end)
        .collect()
}

fn ellipsis(text: &str) -> Inline {
    Inline {
        text: text.to_owned(),
        style: Style {
            quiet: true,
            ..Style::default()
        },
        link: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Comparison, Side};
    use crate::model::{ArticleId, LinkId};
    use std::sync::Arc;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(vec![Inline {
            text: text.to_owned(),
            ..Inline::default()
        }])
    }

    fn heading(level: u8, text: &str) -> Block {
        let spans = vec![Inline {
            text: text.to_owned(),
            ..Inline::default()
        }];
        Block::Heading { level, spans }
    }

    /// What the second text says that the first one, which was seen, does not.
    fn compared(seen: &Document, document: &Document) -> (Arc<Account>, Novelty) {
        let side = |id: i64, document: &Document, seen: bool| Side {
            article: ArticleId(id),
            account: Arc::new(Account::new("Ferry", document, Some("en"))),
            seen,
        };
        let sides = [side(1, seen, true), side(2, document, false)];
        let comparison = Comparison::new(&sides);
        let compared = comparison.articles[1].clone();
        (
            compared.account,
            compared.novelty.expect("something was seen"),
        )
    }

    fn document(blocks: Vec<Block>) -> Document {
        Document {
            blocks,
            words: 100,
            ..Document::default()
        }
    }

    fn ferry() -> (Document, Document) {
        let seen = document(vec![paragraph(
            "The old ferry sank in the harbour on Friday with no one on board, the port said. \
             It had carried coal between the two islands for many years.",
        )]);
        let new = document(vec![
            heading(2, "What happened"),
            paragraph(
                "The old ferry sank in the harbour on Friday with no one on board, the port said. \
                 It lay 40 metres deep by the evening. The wreck is not in the way of ships.",
            ),
            heading(2, "What nobody knows"),
            paragraph("Why it sank is not known."),
            heading(2, "Who pays"),
            paragraph("The owner is said to be Mirella Castono, who also runs the pier."),
        ]);
        (seen, new)
    }

    fn spans(block: &Block) -> Vec<(&str, Style)> {
        let (Block::Paragraph(spans) | Block::Heading { spans, .. }) = block else {
            return Vec::new();
        };
        spans
            .iter()
            .map(|span| (span.text.as_str(), span.style))
            .collect()
    }

    #[test]
    fn a_sentence_with_something_new_is_marked_and_what_is_new_in_it() {
        let (seen, new) = ferry();
        let (account, novelty) = compared(&seen, &new);
        let shown = marked(&new, &account, &novelty);
        assert_eq!(shown.text(), new.text());
        let parts = spans(&shown.blocks[1]);
        let of = |is: fn(&Style) -> bool| -> String {
            let parts = parts.iter().filter(|(_, style)| is(style));
            parts.map(|(text, _)| *text).collect()
        };
        assert_eq!(
            of(|style| style.marked),
            "It lay 40 metres deep by the evening."
        );
        assert_eq!(of(|style| style.fresh), "40 metres");
        assert!(of(|style| style.repeated).starts_with("The old ferry sank"));
        assert!(
            spans(&shown.blocks[0])
                .iter()
                .all(|(_, style)| !style.marked)
        );
    }

    #[test]
    fn what_is_new_stands_alone_below_its_headings() {
        let (seen, new) = ferry();
        let (account, novelty) = compared(&seen, &new);
        let only = only_new(&new, &account, &novelty);
        let texts: Vec<_> = only
            .document
            .blocks
            .iter()
            .map(|b| b.text().into_owned())
            .collect();
        assert_eq!(
            texts,
            [
                "What happened",
                "The old ferry sank in the harbour on Friday with no one on board, the port said. \
                 It lay 40 metres deep by the evening.",
                "Who pays",
                "… The owner is said to be Mirella Castono, who also runs the pier.",
            ]
        );
        assert_eq!(only.blocks, [0, 1, 4, 5]);
        assert!(only.document.words < new.words);
    }

    #[test]
    fn a_sentence_that_leans_on_the_one_before_comes_with_it() {
        let old = document(vec![paragraph("The ferry Aune was built at Ostermoor.")]);
        let new = document(vec![paragraph(
            "The ferry Aune was built long ago. It has 240 seats. Nobody likes it. Ben Marsh has its key.",
        )]);
        let (account, novelty) = compared(&old, &new);
        let only = only_new(&new, &account, &novelty);
        let shown: Vec<(String, bool)> = spans(&only.document.blocks[0])
            .into_iter()
            .map(|(text, style)| (text.to_owned(), style.repeated))
            .collect();
        assert_eq!(
            shown[0],
            ("The ferry Aune was built long ago.".to_owned(), true)
        );
        let text: String = shown.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(
            text,
            "The ferry Aune was built long ago. It has 240 seats. … Ben Marsh has its key."
        );
    }

    #[test]
    fn a_text_that_is_another_one_stays_as_it_is() {
        let (seen, new) = ferry();
        let (account, novelty) = compared(&seen, &new);
        assert!(stands_in(&new, &account, &novelty));
        let other = document(vec![paragraph("Short."), paragraph("Another text.")]);
        assert!(!stands_in(&other, &account, &novelty));
        assert_eq!(marked(&other, &account, &novelty), other);
        assert!(
            only_new(&other, &account, &novelty)
                .document
                .blocks
                .is_empty()
        );
    }

    #[test]
    fn a_link_is_kept_where_it_is_taken_apart() {
        let (seen, mut new) = ferry();
        let link = |text: &str, link: Option<LinkId>| Inline {
            text: text.to_owned(),
            link,
            ..Inline::default()
        };
        new.blocks[5] = Block::Paragraph(vec![
            link("The owner ", None),
            link("is said to be Mirella Castono", Some(LinkId(0))),
            link(", who also runs the pier.", None),
        ]);
        let (account, novelty) = compared(&seen, &new);
        for shown in [
            marked(&new, &account, &novelty).blocks.remove(5),
            only_new(&new, &account, &novelty).document.blocks.remove(3),
        ] {
            let Block::Paragraph(spans) = shown else {
                panic!("a paragraph stays one");
            };
            let linked = spans.iter().filter(|span| span.link == Some(LinkId(0)));
            let linked: String = linked.map(|span| span.text.as_str()).collect();
            assert_eq!(linked, "is said to be Mirella Castono");
            assert!(
                spans
                    .iter()
                    .any(|span| span.style.fresh && span.text == "Mirella Castono")
            );
        }
    }
}
