//! What changed since the reader last looked: keys in, what stands on the screen out.

use std::sync::Arc;
use std::time::Duration;

use ratatui::style::Modifier;

use super::tests::{check, drawn, lines, look, sized, text};
use crate::app::testing::{NOW, Screen, loaded_article, members};
use crate::app::{Effect, Msg};
use crate::compare::{Change, ReadText, TextHistory, Wording, text_read};
use crate::config::{Look, Theme};
use crate::model::{ArticleId, Block, Document, Inline, Member, StoryId, Timestamp};

const FIRST: &str = "The harbour tunnel at Ostermoor was opened on Friday. \
    The deal gives the ferry company access to 220,000 lamps in the old store.";
const SECOND: &str = "The harbour tunnel at Ostermoor was opened on Friday. \
    The deal gives the ferry company access to more than 200,000 lamps in the old store. \
    Two pillars had cracked in March.";
const THIRD: &str = "The harbour tunnel at Ostermoor was opened on Friday. \
    The deal gives the ferry company access to more than 200,000 lamps in the old store. \
    Three pillars had cracked in March.";

fn hours(ago: u64) -> Timestamp {
    NOW - Duration::from_hours(ago)
}

fn document(text: &str) -> Document {
    let paragraph = |text: &str| {
        Block::Paragraph(vec![Inline {
            text: text.to_owned(),
            ..Inline::default()
        }])
    };
    Document {
        blocks: text.lines().map(paragraph).collect(),
        ..Document::default()
    }
}

/// The texts of an article, each from some hours ago.
fn history(article: i64, texts: &[(u64, &str)], known: ReadText) -> TextHistory {
    history_of(article, texts, known, "Tunnel opens")
}

fn history_of(article: i64, texts: &[(u64, &str)], known: ReadText, title: &str) -> TextHistory {
    let newest = texts.len() - 1;
    let wordings = texts.iter().enumerate().map(|(at, (_, text))| {
        let title = if at == newest { title } else { "Tunnel opens" };
        Wording::new(title, &document(text), None, Some("en"))
    });
    let wordings: Vec<Wording> = wordings.collect();
    let times: Vec<Timestamp> = texts.iter().map(|(ago, _)| hours(*ago)).collect();
    let (read, read_at) = text_read(&times, known);
    let steps = wordings.windows(2);
    TextHistory {
        article: ArticleId(article),
        revisions: u32::try_from(newest).expect("few"),
        steps: steps
            .map(|pair| Change::new(&pair[0], &pair[1], None))
            .collect(),
        missed: read
            .filter(|read| read + 1 < newest)
            .map(|read| Change::new(&wordings[read], &wordings[newest], None)),
        texts: times,
        read,
        read_at,
    }
}

/// Story 4 is opened, with these members; its first article is shown.
fn opened(width: u16, height: u16, change: impl Fn(&mut Vec<Member>)) -> Screen {
    let mut screen = sized(width, height);
    screen.slow = true;
    screen.press("j j j");
    screen.slow = false;
    let mut members = members(4);
    for member in &mut members {
        member.first_seen = hours(9);
    }
    change(&mut members);
    screen.tell(Msg::Story {
        story: StoryId(4),
        members,
        earlier: None,
    });
    screen.tell(Msg::Article(Box::new(loaded_article(40, 60))));
    screen
}

/// The reader read the first article five hours ago; it changed an hour ago, or more than once.
fn changed(width: u16, height: u16, texts: &[(u64, &str)]) -> Screen {
    let missed = u32::try_from(texts.len() - 1).expect("few");
    let known = ReadText {
        since: missed,
        at: Some(hours(5)),
    };
    let mut screen = opened(width, height, |members| {
        members[0].read = true;
        members[0].changed = true;
        members[0].unread_texts = missed;
        members[0].revisions = missed;
        members[0].opened = Some(hours(5));
    });
    let asked = screen.effects.iter().rev().find_map(|effect| match effect {
        Effect::LoadChanges(request) => Some(request.articles.clone()),
        _ => None,
    });
    assert_eq!(asked, Some(vec![(ArticleId(40), missed, known)]));
    come(&mut screen, vec![history(40, texts, known)]);
    screen
}

fn come(screen: &mut Screen, histories: Vec<TextHistory>) {
    screen.tell(Msg::Changes {
        story: StoryId(4),
        histories: Arc::new(histories),
    });
}

#[test]
fn what_went_and_what_came_stand_below_each_other_with_the_words_around() {
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        let mut screen = changed(width, height, &[(9, FIRST), (1, SECOND)]);
        screen.press("d");
        check(&screen, "read 09:12 → 13:12 · +9 −1 words");
        check(&screen, "You read the text of 05:12");
        check(&screen, "▸   The deal gives the ferry company access to");
        check(&screen, "  - 220,000");
        check(&screen, "  + more than 200,000");
        check(&screen, "    lamps in the old store.");
        check(&screen, "  + Two pillars had cracked in March.");
        let theme = Theme::default();
        let (gone, came) = (
            look(&screen, &theme, "220,000"),
            look(&screen, &theme, "more than"),
        );
        assert_ne!(gone.0, came.0, "colours");
        assert!(gone.1.contains(Modifier::BOLD) && came.1.contains(Modifier::BOLD));
        assert!(
            !look(&screen, &theme, "lamps in the")
                .1
                .contains(Modifier::BOLD)
        );
    }
    let mut wide = changed(160, 45, &[(9, FIRST), (1, SECOND)]);
    wide.press("d");
    check(&wide, "· title unchanged");
    wide.press("d");
    assert!(
        !text(&wide).contains("You read the text"),
        "the key closes it"
    );
}

#[test]
fn without_the_signs_of_unicode_it_says_the_same() {
    let mut screen = changed(60, 20, &[(9, FIRST), (1, SECOND)]);
    screen.press("d");
    let ascii = Theme::new(Look {
        ascii: true,
        ..Look::default()
    });
    let terminal = drawn(&screen, &ascii);
    let text = lines(terminal.backend().buffer()).join("\n");
    assert!(text.is_ascii(), "{text}");
    for wanted in [
        "read 09:12 -> 13:12 | +9 -1 words",
        "- 220,000",
        "+ more than 200,000",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[test]
fn a_changed_headline_stands_over_the_text() {
    let mut screen = changed(160, 45, &[(9, FIRST), (1, SECOND)]);
    let known = ReadText {
        since: 1,
        at: Some(hours(5)),
    };
    let texts = [(9, FIRST), (1, SECOND)];
    come(
        &mut screen,
        vec![history_of(40, &texts, known, "Tunnel opens at last")],
    );
    screen.press("d");
    check(&screen, "title changed");
    check(&screen, "─ Headline ─");
    check(&screen, "+ Tunnel opens at last");
    check(&screen, "─ Text ─");
    screen.press("j");
    check(&screen, "▸   The deal gives");
}

#[test]
fn from_the_text_that_was_read_to_the_newest_and_from_each_to_the_next() {
    let mut screen = changed(120, 30, &[(9, FIRST), (4, SECOND), (1, THIRD)]);
    screen.press("d");
    check(&screen, "read 09:12 → 13:12");
    check(&screen, "3 of 3");
    check(&screen, "+ Three pillars had cracked in March.");
    screen.press("h");
    check(&screen, "10:12 → 13:12 · +1 −1 words");
    check(&screen, "You read the text of 05:12, not this one");
    check(&screen, "- Two");
    screen.press("[");
    check(&screen, "1 of 3");
    check(&screen, "read 09:12 → 10:12");
    screen.press("h l ]");
    check(&screen, "3 of 3");
}

#[test]
fn what_is_longer_than_the_screen_is_gone_through_in_steps() {
    let long = "The pumps of the tunnel were tried one after another by the guests; ".repeat(9);
    let texts = [
        (9, FIRST.to_owned()),
        (1, format!("{FIRST} {long}in the end.")),
    ];
    let texts = texts.each_ref().map(|(ago, text)| (*ago, text.as_str()));
    let mut screen = changed(40, 10, &texts);
    screen.press("d");
    check(&screen, "read 09:12 → 13:12 · +");
    check(&screen, "▸ ");
    assert!(!text(&screen).contains("the end."));
    screen.press("G");
    check(&screen, "the end.");
    let words = "lamp ".repeat(100_000);
    let texts = [(9, FIRST.to_owned()), (1, format!("{FIRST} {words}end."))];
    let texts = texts.each_ref().map(|(ago, text)| (*ago, text.as_str()));
    let mut screen = changed(100, 30, &texts);
    screen.press("d G");
    check(&screen, "lamp …");
}

#[test]
fn enter_leads_to_the_changed_sentence() {
    let mut screen = changed(120, 30, &[(9, FIRST), (1, SECOND)]);
    let filler = "People looked at the water.\n".repeat(60);
    let shown = document(&format!("{filler}{SECOND}"));
    screen.documents = vec![(40, shown)];
    screen.press("] [ d j Enter");
    check(&screen, "cracked in March.");
    assert_eq!(screen.state.reader.current(), Some(ArticleId(40)));
}

#[test]
fn who_goes_on_from_its_end_has_seen_the_change() {
    let seen = |screen: &mut Screen| {
        let effects = screen.take_effects();
        effects.contains(&Effect::MarkChangeSeen {
            article: ArticleId(40),
            revisions: 1,
        })
    };
    let mut screen = changed(120, 30, &[(9, FIRST), (1, SECOND)]);
    screen.press("d");
    assert!(!seen(&mut screen), "it is only opened");
    check(&screen, "± ");
    screen.press("q");
    assert!(seen(&mut screen));
    assert!(!screen.state.story.as_ref().expect("open").members[0].changed);
    screen.press("d");
    check(&screen, "+ more than 200,000");
    screen.press("q");
    assert!(!seen(&mut screen), "once");

    let long = |word: &str| {
        (0..40)
            .map(|n| format!("{word} number {n} of the long list of lamps.\n"))
            .collect::<String>()
    };
    let (old, new) = (long("Nothing"), long("Something else and other"));
    let mut screen = changed(60, 20, &[(9, &old), (1, &new)]);
    screen.press("d j q");
    assert!(!seen(&mut screen), "its end was not reached");
    screen.press("d G q");
    assert!(seen(&mut screen));
}

#[test]
fn where_only_noise_changed_that_is_said() {
    let (old, new) = (
        format!("Updated 2 hours ago\n{FIRST}"),
        format!("Updated 5 hours ago\n{FIRST}"),
    );
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        let mut screen = changed(width, height, &[(9, &old), (1, &new)]);
        screen.press("d");
        check(&screen, "Nothing that the article says changed");
        check(&screen, "ignored as noise: “Updated 5 hours ago”");
    }
    let new = new.replace("220,000", "210,000");
    let mut screen = changed(100, 30, &[(9, &old), (1, &new)]);
    screen.press("d G");
    check(&screen, "ignored as noise: “Updated 5 hours ago”");
}

#[test]
fn where_nothing_changed_the_sheet_says_why_and_what_helps() {
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        let mut screen = opened(width, height, |_| {});
        screen.press("d");
        check(&screen, "The text of this article has not changed");
        check(&screen, "No earlier text of it is kept");
        check(&screen, "r asks its feed for a newer one");
        let mut screen = opened(width, height, |members| members[0].read = true);
        screen.press("d");
        check(&screen, "has not changed since you");
        let mut screen = opened(width, height, |members| members[0].revisions = 1);
        screen.press("d");
        check(&screen, "Looking for its earlier texts");
        come(
            &mut screen,
            vec![history(40, &[(9, FIRST), (1, SECOND)], ReadText::default())],
        );
        check(&screen, "You have not read this article");
        check(&screen, "+ more than 200,000");
    }
}

/// Read five hours ago; since then the second member changed and the third is new.
fn story_with_news(width: u16, height: u16) -> Screen {
    let known = ReadText {
        since: 1,
        at: Some(hours(6)),
    };
    let mut screen = opened(width, height, |members| {
        members[0].read = true;
        members[0].opened = Some(hours(5));
        members[1].read = true;
        members[1].changed = true;
        members[1].unread_texts = 1;
        members[1].revisions = 1;
        members[1].opened = Some(hours(6));
        members[2].first_seen = hours(2);
    });
    come(
        &mut screen,
        vec![history(41, &[(9, FIRST), (1, SECOND)], known)],
    );
    screen
}

#[test]
fn a_story_says_what_happened_since_it_was_last_looked_at() {
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        let mut screen = story_with_news(width, height);
        screen.press("Enter");
        check(&screen, "± 1 new source, 1 changed since 09:12  d");
        screen.press("d");
        check(&screen, "This story · 1 new source, 1 changed since 09:12");
        check(&screen, "▸ 13:12  ± ");
        check(&screen, "1 sentence added, 1 figure changed");
        screen.press("j");
        check(&screen, "▸ 07:");
        screen.press("Enter");
        assert_eq!(screen.state.reader.current(), Some(ArticleId(42)));
        screen.press("d k Enter");
        assert_eq!(screen.state.reader.current(), Some(ArticleId(41)));
        screen.press("d");
        check(&screen, "read 08:12 → 13:12");
        screen.press("l");
        check(&screen, "This story · ");
    }
    let quiet = opened(160, 45, |members| members[0].opened = Some(hours(5)));
    assert!(!text(&quiet).contains("since 09:12"));
    let never = opened(160, 45, |members| members[2].first_seen = hours(1));
    assert!(!text(&never).contains("since"), "it was never looked at");
}

#[test]
fn of_a_change_only_what_came_with_it_counts_as_new() {
    let known = ReadText {
        since: 1,
        at: Some(hours(6)),
    };
    let mut screen = sized(160, 45);
    screen.documents = vec![
        (40, document(FIRST)),
        (
            41,
            document(
                "Ada Quill of Brightwater Haulage spoke for 40 minutes. The bridge at Marsk has 12 cracks.",
            ),
        ),
        (42, document(FIRST)),
        (43, document(FIRST)),
    ];
    screen.slow = true;
    screen.press("j j j");
    screen.slow = false;
    let mut members = members(4);
    for member in &mut members {
        (member.read, member.opened) = (true, Some(hours(5)));
        member.first_seen = hours(9);
    }
    (members[0].seen, members[1].changed) = (true, true);
    (members[1].unread_texts, members[1].revisions) = (1, 1);
    screen.tell(Msg::Story {
        story: StoryId(4),
        members,
        earlier: None,
    });
    screen.tell(Msg::Article(Box::new(loaded_article(40, 60))));
    let texts = [
        (
            9,
            "Ada Quill of Brightwater Haulage spoke for 40 minutes. Nobody asked anything at all.",
        ),
        (
            1,
            "Ada Quill of Brightwater Haulage spoke for 40 minutes. The bridge at Marsk has 12 cracks.",
        ),
    ];
    come(&mut screen, vec![history(41, &texts, known)]);
    let all = screen.state.new_to_you(ArticleId(41));
    let since = screen.state.new_since(ArticleId(41));
    assert!(since > Some(0) && since < all, "{since:?} of {all:?}");
    let told = format!("1 changed, +{} since 09:12", since.unwrap_or_default());
    check(&screen, &told);
}

#[test]
fn on_the_row_of_a_story_the_key_leads_to_its_only_change() {
    let mut screen = opened(160, 45, |members| {
        members[1].read = true;
        members[1].changed = true;
        members[1].unread_texts = 1;
        members[1].revisions = 1;
    });
    let known = ReadText { since: 1, at: None };
    come(
        &mut screen,
        vec![history(41, &[(9, FIRST), (1, SECOND)], known)],
    );
    assert_ne!(screen.state.reader.current(), Some(ArticleId(41)));
    screen.press("d");
    check(&screen, "read 05:12 → 13:12");
    check(&screen, "+ more than 200,000");
}

#[test]
fn keys_that_lead_to_what_changed_are_shown() {
    let mut screen = changed(160, 45, &[(9, FIRST), (1, SECOND)]);
    screen.press("Enter");
    check(&screen, "d what changed");
    screen.press("? / c h a n g e d Enter");
    check(&screen, "what changed in the article since you read it");
}

#[test]
fn the_timeline_says_what_each_text_brought() {
    for (width, height) in [(160, 45), (100, 30), (60, 20)] {
        let mut screen = changed(width, height, &[(9, FIRST), (4, SECOND), (1, THIRD)]);
        screen.press("T G");
        check(&screen, "13:12 ± ");
        check(&screen, "updated: 1 figure changed");
        screen.press("k");
        check(&screen, "10:12 ± ");
        check(&screen, "updated: 1 sentence added, 1 figure changed");
    }
}
