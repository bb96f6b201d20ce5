//! What the reader decides about stories: it is carried out, kept, taken back, and no round of
//! grouping that began before it is written.

use super::*;
use crate::model::{Regrouped, Wish};

/// A cache with so many articles in one story.
fn one_story(articles: usize) -> (Cache, Vec<ArticleId>, StoryId) {
    let mut cache = Cache::with_feeds(&[A]);
    let items = (0..articles).map(|n| {
        let url = format!("https://a.example/{n}");
        item(
            &n.to_string(),
            &url,
            &format!("Report {n}"),
            &format!("text {n}"),
        )
    });
    let saved = cache.fetch(A, items.collect());
    let articles = ids(&saved);
    let placements: Vec<_> = articles.iter().map(|id| place(*id, 1)).collect();
    cache.place(&placements, &[]);
    (cache, articles, StoryId(1))
}

impl Cache {
    fn regroup(&mut self, wish: Wish) -> Option<Regrouped> {
        self.writer
            .regroup(wish, NOW, &summarise)
            .expect("regrouped")
    }

    fn again(&mut self, done: &Regrouped) -> Option<Regrouped> {
        let again = self.writer.make_again(done, NOW, &summarise);
        again.expect("asked").map(|(done, _)| done)
    }

    fn take_back(&mut self, done: &Regrouped) {
        let taken = self.writer.take_back(done, &summarise).expect("asked");
        assert!(taken.is_some());
    }

    /// The articles of a story, wherever its id leads.
    fn members_of(&self, story: StoryId) -> Vec<ArticleId> {
        let reader = self.reader();
        let story = reader.current_story(story).expect("found");
        let members = reader.members(story).expect("read");
        members.iter().map(|member| member.article).collect()
    }

    fn story_of(&self, article: ArticleId) -> StoryId {
        let story = self.reader().story_of(article).expect("read");
        story.expect("grouped")
    }

    fn story_count(&self) -> usize {
        let reader = self.reader();
        reader
            .story_ids(View::All, Sort::Top)
            .expect("listed")
            .len()
    }
}

#[test]
fn a_separated_article_is_a_story_of_its_own_until_that_is_taken_back() {
    let (mut cache, articles, story) = one_story(3);
    cache
        .writer
        .mark_read(&[articles[1]], true)
        .expect("marked");
    let done = cache.regroup(Wish::Separate(articles[1])).expect("done");
    let new = done.moves[0].to;
    assert_eq!(cache.members_of(new), [articles[1]]);
    assert_eq!(cache.members_of(story), [articles[0], articles[2]]);
    let rows = cache.reader().story_rows(&[story, new]).expect("read");
    let unread: Vec<u32> = rows.iter().map(|row| row.unread).collect();
    assert_eq!(unread, [2, 0], "what was read stays read");
    let decisions = cache.reader().decisions().expect("read");
    assert!(!decisions[0].together);
    assert_eq!(
        decisions[0].sides,
        [vec![articles[1]], vec![articles[0], articles[2]]]
    );

    cache.take_back(&done);
    assert_eq!(cache.members_of(story), articles);
    assert_eq!(cache.members_of(new), articles, "its id leads back");
    assert_eq!(cache.story_count(), 1);
    assert!(cache.reader().decisions().expect("read").is_empty());

    let again = cache.again(&done).expect("done");
    assert_eq!(again.moves, done.moves, "under the same id as before");
    assert_eq!(cache.members_of(new), [articles[1]]);
}

#[test]
fn a_dissolved_story_leaves_its_id_to_the_lead() {
    let (mut cache, articles, story) = one_story(4);
    let done = cache.regroup(Wish::Dissolve(story)).expect("done");
    assert_eq!(cache.story_count(), 4);
    assert_eq!(cache.members_of(story), [articles[0]]);
    assert_eq!(done.moves.len(), 3);
    cache.take_back(&done);
    assert_eq!(cache.members_of(story), articles);
    assert_eq!(cache.members_of(done.moves[2].to), articles);
}

#[test]
fn a_merged_story_comes_back_under_its_id() {
    let (mut cache, articles, story) = one_story(2);
    let apart = cache.regroup(Wish::Separate(articles[1])).expect("done");
    let other = apart.moves[0].to;
    let merged = cache.regroup(Wish::Merge(other, story)).expect("done");
    assert_eq!(cache.members_of(other), articles, "the older id is kept");
    assert_eq!(cache.reader().current_story(other).expect("found"), story);
    assert_eq!(cache.regroup(Wish::Merge(story, other)), None);
    cache.take_back(&merged);
    assert_eq!(cache.members_of(other), [articles[1]]);
    assert_eq!(cache.reader().current_story(other).expect("found"), other);
    cache.take_back(&apart);
    assert_eq!(cache.members_of(story), articles);
}

#[test]
fn a_decision_made_again_is_about_the_articles_it_was_made_on() {
    let (mut cache, articles, story) = one_story(5);
    let parted = [&articles[..2], &articles[2..4], &articles[4..]];
    let elsewhere = [1, 2, 3].map(StoryId);
    for (side, id) in parted.iter().zip(elsewhere) {
        let placements: Vec<_> = side.iter().map(|article| place(*article, id.0)).collect();
        let round = StoredRound {
            placements,
            decisions: cache.reader().decisions_version().expect("read"),
            ..StoredRound::default()
        };
        assert!(
            cache
                .writer
                .save_regrouping(&round, &summarise)
                .expect("saved")
        );
    }
    let done = cache
        .regroup(Wish::Merge(elsewhere[0], elsewhere[1]))
        .expect("done");
    let sides = vec![articles[..2].to_vec(), articles[2..4].to_vec()];
    assert_eq!(cache.reader().decisions().expect("read")[0].sides, sides);
    cache.take_back(&done);
    // Grouping puts another article into one of the stories meanwhile.
    let round = StoredRound {
        placements: vec![place(articles[4], elsewhere[1].0)],
        decisions: cache.reader().decisions_version().expect("read"),
        ..StoredRound::default()
    };
    assert!(
        cache
            .writer
            .save_regrouping(&round, &summarise)
            .expect("saved")
    );
    let again = cache.again(&done).expect("done");
    assert_eq!(cache.reader().decisions().expect("read")[0].sides, sides);
    assert_eq!(again.sides, sides);
    assert_eq!(cache.members_of(story), articles, "the stories are one");
    cache.take_back(&again);
    assert_eq!(cache.members_of(elsewhere[1]), articles[2..]);
}

#[test]
fn what_is_taken_back_is_named_as_before() {
    let (mut cache, articles, story) = one_story(3);
    // The one that stands for the story goes, and another one does meanwhile.
    let keeps = |grouped: &Grouped<'_>, story: StoryId| {
        let (members, lead) = grouped.members(story)?;
        let stays = members.iter().find(|member| Some(member.article) == lead);
        let Some(lead) = stays.or(members.last()).map(|member| member.article) else {
            return Ok(None);
        };
        let (title, _) = grouped.headline(lead)?;
        let summary = summarise(grouped, story)?;
        Ok(summary.map(|summary| StorySummary {
            lead,
            title,
            ..summary
        }))
    };
    let titles = |cache: &Cache| {
        let rows = cache.reader().story_rows(&[story]).expect("read");
        rows[0].title.clone()
    };
    assert_eq!(titles(&cache), "Report 0");
    let separate = Wish::Separate(articles[0]);
    let done = cache.writer.regroup(separate, NOW, &keeps).expect("asked");
    let done = done.expect("done");
    assert_eq!(titles(&cache), "Report 2");
    let touched = cache.writer.take_back(&done, &keeps).expect("asked");
    assert_eq!(titles(&cache), "Report 0");
    assert!(touched.is_some_and(|touched| touched.contains(&story)));
}

#[test]
fn of_a_story_of_one_article_nothing_can_be_separated() {
    let (mut cache, articles, story) = one_story(1);
    assert_eq!(cache.regroup(Wish::Separate(articles[0])), None);
    assert_eq!(cache.regroup(Wish::Dissolve(story)), None);
    assert_eq!(cache.regroup(Wish::Separate(ArticleId(99))), None);
    assert!(cache.reader().decisions().expect("read").is_empty());
}

#[test]
fn what_is_taken_back_breaks_no_later_decision() {
    let (mut cache, articles, story) = one_story(3);
    let first = cache.regroup(Wish::Separate(articles[2])).expect("done");
    let third = first.moves[0].to;
    // Another screen merges and separates the same articles before the first takes its word back.
    cache.regroup(Wish::Merge(story, third)).expect("done");
    let last = cache.regroup(Wish::Separate(articles[2])).expect("done");
    cache.take_back(&first);
    assert_eq!(cache.members_of(last.moves[0].to), [articles[2]]);
    assert_eq!(cache.members_of(story), [articles[0], articles[1]]);
}

#[test]
fn a_round_that_began_before_a_decision_is_not_written() {
    let (mut cache, articles, story) = one_story(2);
    let saved = cache.fetch(A, vec![item("n", "https://a.example/n", "News", "news")]);
    let round = StoredRound {
        placements: vec![place(ids(&saved)[0], story.0)],
        memory: b"newer".to_vec(),
        decisions: cache.reader().decisions_version().expect("read"),
        ..StoredRound::default()
    };
    let done = cache.regroup(Wish::Separate(articles[0])).expect("done");
    let saved = cache.writer.save_round(&round, &summarise).expect("asked");
    assert_eq!(saved, None);
    assert_eq!(cache.reader().ungrouped(9).expect("read").len(), 1);
    assert_eq!(cache.reader().grouping_memory().expect("read"), b"memory");
    cache.take_back(&done);
    let saved = cache.writer.save_round(&round, &summarise).expect("asked");
    assert_eq!(saved, None, "taking it back is a change as well");
    let round = StoredRound {
        decisions: cache.reader().decisions_version().expect("read"),
        ..round
    };
    let saved = cache.writer.save_round(&round, &summarise).expect("asked");
    assert_eq!(saved, Some(vec![story]));
}

#[test]
fn an_article_for_a_story_that_was_merged_goes_where_that_went() {
    let (mut cache, articles, story) = one_story(2);
    let apart = cache.regroup(Wish::Separate(articles[1])).expect("done");
    let gone = apart.moves[0].to;
    cache.regroup(Wish::Merge(gone, story)).expect("done");
    let saved = cache.fetch(A, vec![item("n", "https://a.example/n", "News", "news")]);
    cache.place(&[place(ids(&saved)[0], gone.0)], &[]);
    assert_eq!(cache.members_of(story).len(), 3);
}

#[test]
fn the_id_of_a_story_that_never_was_on_its_own_is_not_given_again() {
    let (mut cache, _, story) = one_story(1);
    let saved = cache.fetch(A, vec![item("n", "https://a.example/n", "News", "news")]);
    let new = cache.reader().next_story().expect("numbered");
    cache.place(&[place(ids(&saved)[0], new.0)], &[(story, new)]);
    let next = cache.reader().next_story().expect("numbered");
    assert_eq!(next, StoryId(new.0 + 1));
}

#[test]
fn a_decision_leaves_with_the_articles_it_names() {
    let (mut cache, articles, _) = one_story(3);
    cache.regroup(Wish::Separate(articles[0])).expect("done");
    cache.fetch(A, Vec::new());
    cache
        .writer
        .mark_starred(&articles[1..], true)
        .expect("marked");
    let later = NOW + std::time::Duration::from_secs(1);
    assert!(cache.writer.drop_old(later, &summarise).expect("dropped"));
    assert!(cache.reader().decisions().expect("read").is_empty());
}

#[test]
fn an_affair_is_told_as_long_as_its_older_story_is_there() {
    let (mut cache, articles, story) = one_story(2);
    let done = cache.regroup(Wish::Separate(articles[1])).expect("done");
    let newer = done.moves[0].to;
    let round = StoredRound {
        earlier: vec![(newer, story), (story, story)],
        decisions: cache.reader().decisions_version().expect("read"),
        ..StoredRound::default()
    };
    cache.writer.save_round(&round, &summarise).expect("saved");
    let earlier = |cache: &Cache, of| cache.reader().earlier(of).expect("read").map(|row| row.id);
    assert_eq!(earlier(&cache, newer), Some(story));
    assert_eq!(earlier(&cache, story), None);
    cache.take_back(&done);
    assert_eq!(earlier(&cache, newer), None, "they are one");
}

#[test]
fn a_cache_of_the_version_before_opens_with_all_it_holds() {
    let folder = tempfile::tempdir().expect("scratch folder");
    let path = folder.path().join("newsfold.db");
    let old = old_cache(&path, 1);
    old.execute_batch(
        "INSERT INTO feed (id, url, etag) VALUES (1, 'https://a.example/feed', 'tag');
         INSERT INTO source (id, key, name) VALUES (1, 'd:a.example', 'A');
         INSERT INTO article (id, feed, source, story, published, first_seen, content, kind, read,
             starred, words, title, summary, copy_of)
             VALUES (1, 1, 1, 4, 100, 120, 1, 0, 1, 0, 30, 'One', 'one', NULL),
                    (2, 1, 1, 4, 110, 120, 2, 0, 0, 1, 40, 'Two', 'two', 1);
         INSERT INTO carried (feed, guid, article, raw) VALUES (1, 7, 1, 8), (1, 9, 2, 10);
         INSERT INTO body (article, html) VALUES (1, x'003c703e'), (2, x'003c703e');
         INSERT INTO placement (article, features, reason) VALUES (1, x'01', NULL), (2, x'01', '{}');
         INSERT INTO story VALUES (4, 'One', 1, 'A', 100, 110, 2, 1, 1, 1, 1, 0, 5);
         INSERT INTO story_redirect VALUES (6, 4);
         INSERT INTO setting VALUES ('grouping.memory', x'0102');",
    )
    .expect("its rows");
    drop(old);
    let mut writer = Writer::open(&path).expect("opened and brought up to date");
    let reader = Reader::open(&path).expect("opened");
    assert_eq!(reader.current_story(StoryId(6)).expect("found"), StoryId(4));
    let members = reader.members(StoryId(4)).expect("read");
    let marks: Vec<_> = members
        .iter()
        .map(|member| (member.article.0, member.read, member.starred))
        .collect();
    assert_eq!(marks, [(1, true, false), (2, false, true)]);
    assert_eq!(reader.grouping_memory().expect("read"), [1, 2]);
    assert_eq!(reader.next_story().expect("numbered"), StoryId(7));
    assert_eq!(
        reader
            .placed_since(Timestamp(0), ArticleId(0), 9)
            .expect("read")
            .len(),
        2
    );
    let wish = Wish::Separate(ArticleId(2));
    let done = writer.regroup(wish, NOW, &summarise).expect("asked");
    assert_eq!(done.expect("done").moves[0].to, StoryId(7));
    drop(writer);
    Writer::open(&path).expect("opens again");
}

#[test]
fn a_member_tells_how_often_its_publisher_spoke_lately() {
    let mut cache = Cache::with_feeds(&[A]);
    let day = 86_400;
    let items = [0, 1, 6, 8].map(|days| {
        let url = format!("https://a.example/{days}");
        let mut item = item(&days.to_string(), &url, "Report", &url);
        item.article.published = Some(Timestamp(NOW.0 - days * day));
        item
    });
    let saved = cache.fetch(A, Vec::from(items));
    cache.each_alone(&ids(&saved));
    let counts = std::cell::RefCell::new(Vec::new());
    let lead = cache.story_of(ids(&saved)[0]);
    let before = cache.story_of(ids(&saved)[2]);
    for story in [lead, before] {
        let round = StoredRound {
            merges: vec![(story, StoryId(999))],
            decisions: cache.reader().decisions_version().expect("read"),
            ..StoredRound::default()
        };
        let counting = |grouped: &Grouped<'_>, of: StoryId| {
            let (members, _) = grouped.members(of)?;
            counts
                .borrow_mut()
                .extend(members.iter().map(|member| member.recent));
            summarise(grouped, of)
        };
        cache.writer.save_round(&round, &counting).expect("saved");
    }
    assert_eq!(counts.into_inner(), [3, 2], "of the week before each");
}

#[test]
fn a_decision_from_elsewhere_is_carried_out_once_and_yields_to_a_later_one() {
    let (mut cache, articles, story) = one_story(4);
    let import = |cache: &mut Cache, made: i64, together, sides: &[&[usize]]| {
        let ids = |side: &&[usize]| side.iter().map(|at| articles[*at]).collect();
        let sides: Vec<Vec<ArticleId>> = sides.iter().map(ids).collect();
        let made = Timestamp(NOW.0 + made);
        let imported = cache
            .writer
            .import_decision(made, together, &sides, &summarise);
        imported.expect("asked")
    };
    let parted: &[&[usize]] = &[&[3], &[0, 1]];
    assert_eq!(import(&mut cache, 5, false, parted), Imported::Done);
    assert_eq!(cache.members_of(story), articles[..3]);
    let own = cache.story_of(articles[3]);
    assert_eq!(cache.members_of(own), [articles[3]]);
    assert_eq!(import(&mut cache, 5, false, parted), Imported::Known);
    let earlier = import(&mut cache, 1, true, &[&[0], &[3]]);
    assert_eq!(
        earlier,
        Imported::Forbidden,
        "it was decided otherwise since"
    );
    let later = import(&mut cache, 9, true, &[&[2], &[3]]);
    assert_eq!(
        later,
        Imported::Forbidden,
        "the story has what is apart from it"
    );
    assert_eq!(
        import(&mut cache, 9, true, &[&[0, 1, 2], &[3]]),
        Imported::Done
    );
    assert_eq!(cache.members_of(own), articles);
    assert_eq!(cache.story_count(), 1);
}

#[test]
fn a_decision_taken_over_in_part_is_completed_when_the_rest_is_here() {
    let (mut cache, articles, story) = one_story(4);
    let made = Timestamp(NOW.0 + 5);
    let mut import = |sides: &[&[usize]], together| {
        let ids = |side: &&[usize]| side.iter().map(|at| articles[*at]).collect();
        let sides: Vec<Vec<ArticleId>> = sides.iter().map(ids).collect();
        let imported = cache
            .writer
            .import_decision(made, together, &sides, &summarise);
        imported.expect("asked")
    };
    assert_eq!(import(&[&[0], &[3]], false), Imported::Done);
    assert_eq!(import(&[&[0, 1], &[3], &[2]], false), Imported::Done);
    assert_eq!(import(&[&[0], &[3]], false), Imported::Known);
    assert_eq!(import(&[&[0, 1], &[2]], false), Imported::Known);
    // Of the same second, but it tells others apart.
    assert_eq!(import(&[&[0], &[1]], false), Imported::Done);
    let decisions = cache.reader().decisions().expect("read");
    assert_eq!(decisions.len(), 2);
    let (a, b, c, d) = (articles[0], articles[1], articles[2], articles[3]);
    assert_eq!(decisions[0].sides, [vec![a, b], vec![d], vec![c]]);
    assert_eq!(cache.story_count(), 4, "{story} and three others");
}

#[test]
fn the_same_headline_under_another_address_is_another_article() {
    let mut cache = Cache::with_feeds(&[A]);
    let briefing = |guid: &str, address: Option<&str>| {
        let mut item = item(guid, "https://a.example/x", "Morning briefing", guid);
        item.article.url = address.map(str::to_owned);
        item.article.canonical = item.article.url.clone();
        item
    };
    let thursday = briefing("thursday", Some("https://a.example/thursday"));
    let saved = cache.fetch(A, vec![thursday, briefing("bare", None)]);
    let (thursday, bare) = (ids(&saved)[0], ids(&saved)[1]);
    let reader = cache.reader();
    let known = reader.article_name(thursday).expect("read").expect("here");
    assert_eq!(reader.article_named(&known).expect("asked"), Some(thursday));
    let wednesday = ArticleName {
        canonical: Some(7),
        url: Some("https://a.example/wednesday".to_owned()),
        ..known.clone()
    };
    assert_eq!(reader.article_named(&wednesday).expect("asked"), None);
    let unaddressed = ArticleName {
        canonical: None,
        url: None,
        ..known
    };
    assert_eq!(
        reader.article_named(&unaddressed).expect("asked"),
        Some(bare)
    );
}

#[test]
fn one_member_opened_a_story_and_what_the_reader_put_there_did_not() {
    use crate::model::Entry;
    let mut cache = Cache::with_feeds(&[A]);
    let report = |n: i64| {
        let url = format!("https://a.example/{n}");
        let mut item = item(&n.to_string(), &url, &format!("Report {n}"), "text");
        item.article.published = Some(Timestamp(NOW.0 - 100 * n));
        item
    };
    let saved = cache.fetch(A, (1..=4).map(report).collect());
    let articles = ids(&saved);
    let stories = cache.each_alone(&articles[..3]);
    let how = |cache: &Cache, article: ArticleId| {
        let reasons = cache
            .reader()
            .reasons(cache.story_of(article))
            .expect("read");
        let member = reasons.into_iter().find(|member| member.article == article);
        member.expect("a member").how
    };
    // The second is older, but it was put to the first.
    cache
        .regroup(Wish::Merge(stories[0], stories[1]))
        .expect("done");
    assert_eq!(how(&cache, articles[0]), Entry::Opened);
    assert_eq!(how(&cache, articles[1]), Entry::Placed);
    // Grouping found the third story to be the same, through the fourth article.
    cache.place(
        &[place(articles[3], stories[0].0)],
        &[(stories[0], stories[2])],
    );
    let told: Vec<Entry> = articles
        .iter()
        .map(|article| how(&cache, *article))
        .collect();
    let opened = told.iter().filter(|how| **how == Entry::Opened).count();
    assert_eq!(opened, 1, "{told:?}");
    assert_eq!(told[1], Entry::Placed);
    assert_eq!(told[2], Entry::Regrouped);
}

#[test]
fn a_story_that_regrouping_emptied_lengthens_no_way() {
    let (mut cache, articles, story) = one_story(3);
    let done = cache.regroup(Wish::Separate(articles[2])).expect("done");
    let lone = done.moves[0].to;
    cache.take_back(&done);
    let next = cache.reader().next_story().expect("numbered");
    let round = StoredRound {
        placements: articles.iter().map(|id| place(*id, next.0)).collect(),
        decisions: cache.reader().decisions_version().expect("read"),
        ..StoredRound::default()
    };
    let saved = cache.writer.save_regrouping(&round, &summarise);
    assert!(saved.expect("written"));
    let leads = |from: StoryId| -> i64 {
        cache
            .writer
            .connection
            .query_row(
                "SELECT kept FROM story_redirect WHERE gone = ?1",
                [from.0],
                |row| row.get(0),
            )
            .expect("it leads on")
    };
    assert_eq!((leads(story), leads(lone)), (next.0, next.0));
    Grouped::new(&cache.writer.connection.transaction().expect("begun"))
        .redirect(next, next)
        .expect("nothing to do");
    assert_eq!(cache.members_of(lone), articles);
}
