//! The list by itself.

use super::*;
use crate::app::testing::{listed, row_of, story_row};

fn list(count: i64) -> StoryList {
    let mut list = StoryList::default();
    list.replace(listed(1..=count, |_| false), Vec::new(), None);
    list
}

#[test]
fn rows_are_asked_for_once_and_ahead_of_the_cursor() {
    let mut list = list(10_000);
    let first = list.missing();
    assert_eq!(first.len(), 3 * CHUNK);
    assert_eq!(list.missing(), Vec::new());
    list.cursor = 200;
    assert_eq!(list.missing().first(), Some(&RowId::Story(StoryId(385))));
}

#[test]
fn a_hundred_thousand_rows_never_stay_loaded_together() {
    let mut list = list(100_000);
    for cursor in (0..100_000).step_by(100) {
        list.cursor = cursor;
        let rows = list.missing().into_iter().map(row_of).collect();
        list.take_rows(rows);
        assert!(list.row(cursor).is_some());
        assert!(list.rows.len() <= KEPT + 5 * CHUNK);
    }
}

#[test]
fn a_new_story_waits_and_a_grown_one_changes_in_place() {
    let mut list = list(10);
    list.take_rows(vec![story_row(3)]);
    assert_eq!(
        list.sort_changes(&[StoryId(3), StoryId(5), StoryId(99)]),
        [RowId::Story(StoryId(3))]
    );
    assert_eq!(list.waiting(), 1);
    let mut grown = story_row(3);
    grown.articles += 2;
    list.take_rows(vec![grown.clone()]);
    assert_eq!(list.grown(&grown), 2);
    assert_eq!(list.len(), 10);
}

#[test]
fn the_next_unread_story_is_found_beyond_the_loaded_rows() {
    let mut list = list(50_000);
    list.take_unread_rows(vec![RowId::Story(StoryId(40_001))]);
    assert_eq!(list.unread_beside_cursor(true), Some(40_000));
    list.cursor = 45_000;
    assert_eq!(list.unread_beside_cursor(true), None);
    assert_eq!(list.unread_beside_cursor(false), Some(40_000));
}

#[test]
fn a_new_snapshot_keeps_the_cursor_on_its_story() {
    let mut list = list(10);
    list.cursor = 4;
    let selected = list.selected_row();
    list.replace(listed(0..=10, |_| false), Vec::new(), selected);
    assert_eq!(list.selected(), Some(StoryId(5)));
    assert_eq!(list.cursor, 5);
}

#[test]
fn what_was_unread_before_a_row_was_marked_does_not_undo_that() {
    let mut list = StoryList::default();
    list.replace(listed(1..=3, |_| true), vec![story_row(1)], None);
    let row = RowId::Story(StoryId(1));
    list.change_row(row, |row| row.mark(true));
    list.take_unread_rows([1, 2].map(|id| RowId::Story(StoryId(id))).to_vec());
    assert_eq!(list.unread(), 1, "the second alone");
    assert_eq!(list.unread_beside_cursor(true), Some(1));
}
