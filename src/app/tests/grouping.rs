//! Separating, merging, why, and the chain of an affair.

use super::*;
use crate::app::{RegroupAnswer, Screen as Shown};
use crate::model::{DecisionId, Entry, MemberReason, Move, Regrouped, StoryRow, Wish};

fn row(story: i64, articles: u32) -> StoryRow {
    StoryRow {
        derived_title: false,
        articles,
        sources: articles,
        ..story_row(story)
    }
}

/// What the store answers: these articles went from one story to others.
fn done(wish: Wish, moves: &[(i64, i64, i64)]) -> Regrouped {
    let moves = moves.iter().map(|(article, from, to)| Move {
        article: ArticleId(*article),
        from: StoryId(*from),
        to: StoryId(*to),
    });
    Regrouped {
        wish,
        decision: DecisionId(1),
        sides: Vec::new(),
        leads: Vec::new(),
        moves: moves.collect(),
    }
}

fn answer(change: u64, done: Regrouped, rows: Vec<StoryRow>, gone: &[(i64, i64)]) -> Msg {
    let places = done.moves.iter().map(|step| (step.article, step.to));
    Msg::Regrouped(Box::new(RegroupAnswer {
        change,
        places: places.collect(),
        done: Some(done),
        rows,
        gone: gone
            .iter()
            .map(|(gone, kept)| (StoryId(*gone), StoryId(*kept)))
            .collect(),
    }))
}

/// The last wish that was asked for, with its number.
fn wish(screen: &Screen) -> (u64, Wish) {
    let asked = screen.effects.iter().rev().find_map(|effect| match effect {
        Effect::Regroup { change, wish, .. } => Some((*change, *wish)),
        _ => None,
    });
    asked.expect("something was to be regrouped")
}

fn listed(screen: &Screen) -> Vec<i64> {
    let list = &screen.state.list;
    let stories = (0..list.len()).filter_map(|row| list.story(row));
    stories.map(|story| story.0).collect()
}

/// Separates article 41 from story 4; the new story is 99.
fn with_one_separated() -> Screen {
    let mut screen = Screen::with_stories(6);
    screen.press("jjj Enter ] ] S");
    let (change, wish) = wish(&screen);
    assert_eq!(wish, Wish::Separate(ArticleId(41)));
    let done = done(wish, &[(41, 4, 99)]);
    screen.tell(answer(change, done, vec![row(4, 3), row(99, 1)], &[]));
    screen
}

#[test]
fn an_article_is_separated_where_it_stands_and_taken_back() {
    let mut screen = with_one_separated();
    assert_eq!(notice(&screen), "Separated");
    assert_eq!(listed(&screen), [1, 2, 3, 4, 99, 5, 6]);
    assert_eq!(selected(&screen), Some(4), "the story is read on");
    assert_eq!(shown(&screen), Some(42), "with its next source");
    screen.take_effects();
    screen.press("u");
    assert_eq!(notice(&screen), "Undone: the article is back in its story");
    let effects = screen.take_effects();
    let Some(Effect::TakeBack { change, done }) = effects.first() else {
        panic!("nothing was taken back: {effects:?}");
    };
    assert_eq!(done.moves[0].article, ArticleId(41));
    screen.tell(answer(*change, done.clone(), vec![row(4, 4)], &[(99, 4)]));
    assert_eq!(listed(&screen), [1, 2, 3, 4, 5, 6]);
    screen.press("C-r");
    let again = screen.take_effects();
    let known = again.iter().any(
        |effect| matches!(effect, Effect::MakeAgain { done, .. } if done.moves[0].to == StoryId(99)),
    );
    assert!(known, "what was done then: {again:?}");
    screen.press("u");
    assert_eq!(notice(&screen), "The last change is still being stored");
    let Some(Effect::MakeAgain { change, .. }) = again.first() else {
        panic!("not the first thing asked for: {again:?}");
    };
    screen.tell(answer(
        *change,
        done.clone(),
        vec![row(4, 3), row(99, 1)],
        &[],
    ));
    assert_eq!(notice(&screen), "Redone: the article is separated");
}

#[test]
fn in_the_panel_of_sources_the_cursor_keeps_its_place() {
    let mut screen = Screen::with_stories(6);
    screen.press("Enter l j j");
    let pointed = |screen: &Screen| {
        let story = screen.state.story.as_ref().expect("open");
        (story.cursor, story.members[story.cursor].article.0)
    };
    let order = |screen: &Screen| -> Vec<i64> {
        let members = &screen.state.story.as_ref().expect("open").members;
        members.iter().map(|member| member.article.0).collect()
    };
    let all = order(&screen);
    assert_eq!(screen.state.focus, Pane::Sources);
    assert_eq!(pointed(&screen), (2, all[2]));
    screen.press("S");
    let (first, asked) = wish(&screen);
    assert_eq!(asked, Wish::Separate(ArticleId(all[2])));
    screen.press("S");
    let (second, asked) = wish(&screen);
    assert_eq!(asked, Wish::Separate(ArticleId(all[3])), "the next row");
    assert_eq!(pointed(&screen), (1, all[1]), "the last row");
    assert_eq!(shown(&screen), Some(all[0]), "the reader reads on");
    screen.slow = true;
    for (change, article, own) in [(first, all[2], 98), (second, all[3], 99)] {
        let wish = Wish::Separate(ArticleId(article));
        let done = done(wish, &[(article, 1, own)]);
        screen.tell(answer(change, done, vec![row(1, 2), row(own, 1)], &[]));
    }
    let story = |articles: &[i64]| Msg::Story {
        story: StoryId(1),
        members: members(1)
            .into_iter()
            .filter(|member| articles.contains(&member.article.0))
            .collect(),
        earlier: None,
    };
    screen.tell(story(&all[..2]));
    assert_eq!(pointed(&screen), (1, all[1]));
    screen.press("u");
    let effects = screen.take_effects();
    let undone = effects.iter().find_map(|effect| match effect {
        Effect::TakeBack { change, done } => Some((*change, done.clone())),
        _ => None,
    });
    let (change, done) = undone.expect("taken back");
    screen.tell(answer(change, done, vec![row(1, 3)], &[(99, 1)]));
    screen.tell(story(&[all[0], all[1], all[3]]));
    assert_eq!(pointed(&screen).1, all[3], "on what came back");
}

#[test]
fn a_story_in_the_list_is_dissolved_and_its_row_keeps_the_cursor() {
    let mut screen = Screen::with_stories(6);
    screen.press("S");
    let (change, wish) = wish(&screen);
    assert_eq!(wish, Wish::Dissolve(StoryId(1)));
    let done = done(wish, &[(11, 1, 97), (12, 1, 98), (13, 1, 99)]);
    let rows = [1, 97, 98, 99].map(|story| row(story, 1)).to_vec();
    screen.tell(answer(change, done, rows, &[]));
    assert_eq!(notice(&screen), "Separated into 4 stories");
    assert_eq!(screen.state.list.len(), 9);
    assert_eq!(selected(&screen), Some(1));
}

#[test]
fn of_a_story_of_one_article_nothing_is_separated() {
    let mut screen = Screen::with_stories(6);
    screen.press("j S");
    assert_eq!(
        notice(&screen),
        "This story has one article: there is nothing to separate"
    );
    let effects = screen.take_effects();
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Regroup { .. }))
    );
    screen.press("u");
    assert_eq!(notice(&screen), "Nothing to take back");
}

#[test]
fn a_story_that_changed_meanwhile_leaves_nothing_to_take_back() {
    let mut screen = Screen::with_stories(6);
    screen.press("S");
    let (change, _) = wish(&screen);
    screen.tell(Msg::Regrouped(Box::new(RegroupAnswer {
        change,
        done: None,
        places: Vec::new(),
        rows: Vec::new(),
        gone: Vec::new(),
    })));
    assert!(notice(&screen).starts_with("The stories have changed meanwhile"));
    screen.press("u");
    assert_eq!(notice(&screen), "Nothing to take back");
}

#[test]
fn a_story_is_merged_with_the_chosen_one_and_the_cursor_goes_along() {
    let mut screen = Screen::with_stories(6);
    screen.press("jjj j M");
    let asked = screen.take_effects();
    assert_eq!(asked.last(), Some(&Effect::LoadNearest(StoryId(5))));
    screen.tell(Msg::Nearest {
        story: StoryId(5),
        stories: vec![(story_row(3), 0.4), (story_row(2), 0.3)],
    });
    screen.press("Down Enter");
    let (change, wish) = wish(&screen);
    assert_eq!(wish, Wish::Merge(StoryId(5), StoryId(2)));
    assert_eq!(screen.state.screen, Shown::Main);
    let done = done(wish, &[(50, 5, 2)]);
    screen.tell(answer(change, done, vec![row(2, 2)], &[(5, 2)]));
    assert_eq!(listed(&screen), [1, 2, 3, 4, 6]);
    assert_eq!(selected(&screen), Some(2));
    assert_eq!(notice(&screen), "Merged");
}

#[test]
fn a_story_to_merge_with_is_looked_for_by_its_headline() {
    let mut screen = Screen::with_stories(6);
    screen.press("M").type_text("kernel");
    let asked = screen.take_effects();
    let last = Effect::FindStories {
        text: "kernel".to_owned(),
    };
    assert_eq!(asked.last(), Some(&last));
    screen.tell(Msg::StoriesFound {
        text: "kern".to_owned(),
        stories: vec![story_row(5)],
    });
    screen.press("Enter");
    assert!(
        matches!(screen.state.screen, Shown::Merging(_)),
        "those are old"
    );
    screen.tell(Msg::StoriesFound {
        text: "kernel".to_owned(),
        stories: vec![story_row(2)],
    });
    screen.press("Enter");
    assert_eq!(wish(&screen).1, Wish::Merge(StoryId(1), StoryId(2)));
    screen.press("M Esc");
    assert_eq!(screen.state.screen, Shown::Main);
}

#[test]
fn a_far_story_is_merged_with_only_once_it_is_chosen() {
    let mut screen = Screen::with_stories(6);
    screen.press("M");
    screen.tell(Msg::Nearest {
        story: StoryId(1),
        stories: vec![(story_row(3), 0.03), (story_row(2), 0.02)],
    });
    screen.press("Enter");
    assert!(!is_regrouped(&screen.take_effects()));
    assert!(matches!(screen.state.screen, Shown::Merging(_)));
    assert_eq!(notice(&screen), "No story was chosen");
    screen.press("Down Enter");
    assert_eq!(wish(&screen).1, Wish::Merge(StoryId(1), StoryId(3)));
}

#[test]
fn the_reasons_follow_what_is_done_from_them() {
    let mut screen = Screen::with_stories(6);
    screen.press("Enter gw");
    let asked = screen.take_effects();
    assert_eq!(asked.last(), Some(&Effect::LoadReasons(StoryId(1))));
    let member = |article: i64| MemberReason {
        article: ArticleId(article),
        source: "Quay Weekly".to_owned(),
        title: "Tunnel opens".to_owned(),
        how: Entry::Opened,
        copy: None,
        decisions: Vec::new(),
    };
    screen.tell(Msg::Reasons {
        story: StoryId(1),
        members: vec![member(11), member(10)],
    });
    let Shown::Why(why) = &screen.state.screen else {
        panic!("no reasons");
    };
    let lines = why.lines(60, NOW, 0);
    assert_eq!(lines[0].part, crate::app::WhyPart::Current);
    assert_eq!(lines[1].text, "It opened the story.");
    screen.press("S");
    let (change, wish) = wish(&screen);
    assert_eq!(wish, Wish::Separate(ArticleId(10)));
    let done = done(wish, &[(10, 1, 99)]);
    screen.tell(answer(change, done, vec![row(1, 3), row(99, 1)], &[]));
    let effects = screen.take_effects();
    assert!(
        effects.contains(&Effect::LoadReasons(StoryId(99))),
        "{effects:?}"
    );
    // The popup shows the story of its own that the article is now, not what is read on beneath.
    screen.press("S");
    assert!(!is_regrouped(&screen.take_effects()), "not known yet");
    screen.tell(Msg::Reasons {
        story: StoryId(99),
        members: vec![member(10)],
    });
    screen.press("S");
    assert!(!is_regrouped(&screen.take_effects()));
    assert_eq!(
        notice(&screen),
        "This story has one article: there is nothing to separate"
    );
    screen.press("M");
    let asked = screen.take_effects();
    assert_eq!(asked.last(), Some(&Effect::LoadNearest(StoryId(99))));
    screen.press("Esc q");
    assert_eq!(screen.state.screen, Shown::Main);
}

#[test]
fn among_the_reasons_the_article_under_the_cursor_is_separated() {
    let mut screen = Screen::with_stories(6);
    screen.press("gw");
    let reason = |article: i64| MemberReason {
        article: ArticleId(article),
        source: "Quay Weekly".to_owned(),
        title: "Tunnel opens".to_owned(),
        how: Entry::Placed,
        copy: None,
        decisions: Vec::new(),
    };
    let reasons = |members: &[i64]| Msg::Reasons {
        story: StoryId(1),
        members: members.iter().map(|article| reason(*article)).collect(),
    };
    screen.tell(reasons(&[10, 11, 12, 13]));
    let pointed = |screen: &Screen| {
        let Shown::Why(why) = &screen.state.screen else {
            panic!("no reasons");
        };
        let lines = why.lines(60, NOW, 0);
        let marked = lines
            .iter()
            .filter(|line| line.part == crate::app::WhyPart::Current);
        assert_eq!(marked.count(), 1);
        assert!(why.top < lines.len());
        why.pointed().map(|article| article.0)
    };
    assert_eq!(pointed(&screen), Some(10));
    screen.press("j j k");
    assert_eq!(pointed(&screen), Some(11));
    screen.press("G");
    assert_eq!(pointed(&screen), Some(13));
    screen.press("S");
    let (change, wish) = wish(&screen);
    assert_eq!(wish, Wish::Separate(ArticleId(13)));
    let done = done(wish, &[(13, 1, 99)]);
    screen.tell(answer(change, done, vec![row(1, 3), row(99, 1)], &[]));
    screen.tell(reasons(&[10, 11, 12]));
    assert_eq!(pointed(&screen), Some(12), "the popup is never empty");
    screen.press("gg");
    assert_eq!(pointed(&screen), Some(10));
}

fn is_regrouped(effects: &[Effect]) -> bool {
    let mut effects = effects.iter();
    effects.any(|effect| matches!(effect, Effect::Regroup { .. }))
}

#[test]
fn a_change_that_fails_blocks_no_undo() {
    let failed = |change| {
        Msg::Regrouped(Box::new(RegroupAnswer {
            change,
            done: None,
            places: Vec::new(),
            rows: Vec::new(),
            gone: Vec::new(),
        }))
    };
    let mut screen = Screen::with_stories(6);
    screen.press("r S");
    let (change, _) = wish(&screen);
    screen.press("u");
    assert_eq!(notice(&screen), "The last change is still being stored");
    screen.tell(failed(change));
    screen.tell(Msg::Notice(Notice::error("The disk is full")));
    assert_eq!(notice(&screen), "The disk is full", "the cause is told");
    screen.press("u");
    assert_ne!(notice(&screen), "The last change is still being stored");
    screen.press("u");
    assert_eq!(notice(&screen), "Nothing to take back");
}

#[test]
fn what_could_not_be_taken_back_can_be_tried_again() {
    for later in ["", "r"] {
        let mut screen = with_one_separated();
        screen.take_effects();
        screen.press("u");
        let effects = screen.take_effects();
        let undone = effects.iter().find_map(|effect| match effect {
            Effect::TakeBack { change, .. } => Some(*change),
            _ => None,
        });
        if !later.is_empty() {
            screen.press(later);
        }
        screen.tell(Msg::Regrouped(Box::new(RegroupAnswer {
            change: undone.expect("taken back"),
            done: None,
            places: Vec::new(),
            rows: Vec::new(),
            gone: Vec::new(),
        })));
        assert!(notice(&screen).starts_with("Not undone"));
        screen.press("C-r");
        assert_eq!(notice(&screen), "Nothing to make again");
        screen.take_effects();
        screen.press(if later.is_empty() { "u" } else { "u u" });
        let again = screen.take_effects();
        let is_tried = again.iter().any(|effect| {
            matches!(effect, Effect::TakeBack { done, .. }
                if done.moves[0].article == ArticleId(41))
        });
        assert!(is_tried, "{again:?}");
    }
}

#[test]
fn from_the_older_story_of_an_affair_one_key_leads_back() {
    let mut screen = Screen::with_stories(6);
    screen.press("Enter ge");
    assert_eq!(notice(&screen), "No older story of this affair is known");
    screen.tell(Msg::Story {
        story: StoryId(1),
        members: members(1),
        earlier: Some(story_row(40)),
    });
    for back in ["q", "Esc"] {
        screen.press("ge");
        assert_eq!((selected(&screen), shown(&screen)), (Some(40), Some(400)));
        screen.press(back);
        assert_eq!((selected(&screen), shown(&screen)), (Some(1), Some(10)));
        screen.tell(Msg::Story {
            story: StoryId(1),
            members: members(1),
            earlier: Some(story_row(40)),
        });
    }
    screen.press("ge h");
    assert_eq!(selected(&screen), Some(1), "the list shows its row");
}
