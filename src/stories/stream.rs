//! Groups a whole stream in the order given, in batches as refreshes would bring it.

use super::draft::Draft;
use super::grouper::{Grouper, Outcome, Placement, Span};
use crate::model::{ArticleId, StoryId};

/// Groups articles in the order given; a batch ends after a hundred articles or six hours of
/// article time. Gives a placement per article in the same order, with the story it is in at the
/// end; features are left empty. Articles and stories are numbered from 1 as they come.
pub fn group_stream(drafts: impl IntoIterator<Item = Draft>) -> Vec<Placement> {
    group_with(Grouper::new(), drafts)
}

/// Like [`group_stream`], with some settings changed by name, so that measurements can try values.
///
/// # Errors
/// A name that no setting has.
#[cfg(feature = "internals")]
pub fn group_stream_with(
    changes: &[(String, f32)],
    drafts: impl IntoIterator<Item = Draft>,
) -> Result<Vec<Placement>, String> {
    let mut settings = super::settings::DEFAULT;
    for (name, value) in changes {
        if !settings.set(name, *value) {
            return Err(format!("There is no setting {name}."));
        }
    }
    Ok(group_with(Grouper::with_settings(settings), drafts))
}

pub(super) fn group_with(
    mut grouper: Grouper,
    drafts: impl IntoIterator<Item = Draft>,
) -> Vec<Placement> {
    let (mut batch, mut span) = (Vec::new(), Span::default());
    let mut outcome = Outcome::default();
    let mut stories = 0;
    let mut new_story = || {
        stories += 1;
        StoryId(stories)
    };
    for (number, draft) in (1..).zip(drafts) {
        if span.is_full_for(draft.published) {
            place(
                &mut grouper,
                std::mem::take(&mut batch),
                &mut new_story,
                &mut outcome,
            );
            span = Span::default();
        }
        span.take(draft.published);
        batch.push((ArticleId(number), draft));
    }
    place(&mut grouper, batch, &mut new_story, &mut outcome);
    outcome.follow_merges();
    outcome
        .placements
        .sort_unstable_by_key(|placement| placement.article);
    outcome.placements
}

fn place(
    grouper: &mut Grouper,
    batch: Vec<(ArticleId, Draft)>,
    new_story: &mut dyn FnMut() -> StoryId,
    outcome: &mut Outcome,
) {
    let before = outcome.placements.len();
    grouper.watch_furniture(&batch);
    grouper.place_batch(batch, new_story, outcome);
    for placement in &mut outcome.placements[before..] {
        placement.features = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::cases::{DAM, Piece, draft, piece};

    #[test]
    fn placements_come_in_the_order_of_the_articles_with_final_stories() {
        let other = piece(
            "Coast Post",
            30,
            "Chess champion retires",
            "She will teach children.",
        );
        let follow_up = Piece {
            hours: 20,
            source: "Post",
            ..DAM
        };
        let placed = group_stream([DAM, other, follow_up].iter().map(draft));
        let articles: Vec<i64> = placed.iter().map(|placement| placement.article.0).collect();
        assert_eq!(articles, [1, 2, 3]);
        assert_eq!(placed[0].story, placed[2].story);
        assert_ne!(placed[0].story, placed[1].story);
    }

    #[test]
    fn articles_without_dates_are_grouped_all_the_same() {
        let copy = Piece {
            source: "Post",
            ..DAM
        };
        let mut pieces = vec![DAM; 1];
        pieces.extend(std::iter::repeat_n(piece("Filler", 0, "", ""), 120));
        pieces.push(copy);
        let placed = group_stream(pieces.iter().map(draft));
        assert_eq!(placed[0].story, placed[121].story);
    }

    #[test]
    fn no_articles_are_no_placements() {
        assert!(group_stream([]).is_empty());
    }
}
