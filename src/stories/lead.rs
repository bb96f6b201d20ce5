//! What a story shows of itself: the article that stands for it, how many independent reports it
//! has, and where it stands in the list.

use rustc_hash::FxHashSet;

use crate::model::{ArticleId, Kind, Timestamp};

/// A member as far as the choice of the lead depends on it.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadCandidate {
    /// The member.
    pub article: ArticleId,
    /// What sort of text it is.
    pub kind: Kind,
    /// Its text is another member's.
    pub is_copy: bool,
    /// It has a headline of its own, not one made from its text.
    pub titled: bool,
    /// Words of its text.
    pub words: u32,
    /// Article time.
    pub published: Timestamp,
    /// It stands for the story now.
    pub is_lead: bool,
}

/// A text is clearly longer from this many times the words on.
const CLEARLY_LONGER: u32 = 2;
/// Words beyond which a text is complete: more do not make a better lead.
const COMPLETE: u32 = 400;

/// The article that stands for a story: a full report before a snippet, somebody's commentary or
/// a round-up; an original before a copy; a fuller text; the earliest. The present lead stays
/// unless another is clearly better, so that a story does not change its name while it grows.
/// `None` only for no candidates.
pub fn choose_lead(candidates: &[LeadCandidate]) -> Option<ArticleId> {
    let best = candidates.iter().min_by_key(|one| {
        (
            quality(one),
            std::cmp::Reverse(one.words.min(COMPLETE)),
            one.published,
            one.article,
        )
    })?;
    let present = candidates.iter().find(|one| one.is_lead);
    let stays = present.filter(|present| !is_clearly_better(best, present));
    Some(stays.unwrap_or(best).article)
}

/// Lower is better.
fn quality(candidate: &LeadCandidate) -> u8 {
    let kind = match candidate.kind {
        Kind::Article => 0,
        Kind::Live => 2,
        Kind::Snippet => 4,
        Kind::Commentary => 6,
        Kind::Brief => 8,
    };
    kind + u8::from(candidate.is_copy) + 2 * u8::from(!candidate.titled)
}

fn is_clearly_better(one: &LeadCandidate, present: &LeadCandidate) -> bool {
    let fuller = one.words.min(COMPLETE) >= CLEARLY_LONGER * present.words.clamp(1, COMPLETE);
    quality(one) < quality(present) || (quality(one) == quality(present) && fuller)
}

/// A member as far as the count of origins depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginMember<'a> {
    /// The member.
    pub article: ArticleId,
    /// Its publisher; empty if unknown.
    pub source: &'a str,
    /// The member whose text it repeats.
    pub copy_of: Option<ArticleId>,
}

/// Independent reports of a story: publishers with a text of their own. Copies fold into their
/// origin, several pieces of one publisher count once.
pub fn origins(members: &[OriginMember<'_>]) -> u32 {
    let present: FxHashSet<ArticleId> = members.iter().map(|member| member.article).collect();
    let is_copy = |member: &&OriginMember<'_>| {
        member
            .copy_of
            .is_some_and(|origin| origin != member.article && present.contains(&origin))
    };
    let mut sources: FxHashSet<&str> = FxHashSet::default();
    let mut unknown = 0;
    for member in members.iter().filter(|member| !is_copy(member)) {
        if member.source.is_empty() {
            unknown += 1;
        } else {
            sources.insert(member.source);
        }
    }
    // Two copies that name each other are still one report.
    let count = u32::try_from(sources.len() + unknown).unwrap_or(u32::MAX);
    count.max(u32::from(!members.is_empty()))
}

/// Seconds of recency that another doubling of the independent reports is worth.
const SECONDS_PER_DOUBLING: f64 = 5.0 * 3600.0;
/// Room for all that counts within a day.
const DAY_STEP: i64 = 1_000_000;

/// What the voice of a publisher that speaks once a week is worth, in doublings of the reports.
const RARE_VOICE: f64 = 1.5;
/// What a boost of one is worth, in doublings of the reports: about three times as many.
const BOOST: f64 = 1.5;
/// Articles in a week from which on a publisher is heard without help.
const BUSY_WEEK: f64 = 70.0;

/// Where a story stands in the list, higher first: the reader's calendar day of its newest article
/// first, and within the day independent reports, recency, and how rarely its quietest publisher
/// speaks, given as that one's articles in a week: so a friend's page is not drowned by an agency.
/// A boost raises it within its day, or lowers it.
/// It stays true as time passes.
pub fn rank(
    last_published_local_day: i64,
    seconds_in_day: i64,
    sources: u32,
    origins: u32,
    in_a_week: u32,
    boost: i32,
) -> i64 {
    // Publishers that only carry a copy count a little: somebody chose to.
    let reports = f64::from(origins) + 0.25 * f64::from(sources.saturating_sub(origins));
    let rareness = 1.0 - f64::from(in_a_week.max(1)).ln() / BUSY_WEEK.ln();
    let doublings = reports.max(1.0).log2() + RARE_VOICE * rareness.max(0.0);
    let boosted = doublings + BOOST * f64::from(boost);
    let weight = (boosted * SECONDS_PER_DOUBLING) as i64;
    let within = (seconds_in_day.clamp(0, 86_399) + weight).clamp(0, DAY_STEP - 1);
    last_published_local_day
        .saturating_mul(DAY_STEP)
        .saturating_add(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(article: i64, kind: Kind, words: u32) -> LeadCandidate {
        LeadCandidate {
            article: ArticleId(article),
            kind,
            is_copy: false,
            titled: true,
            words,
            published: Timestamp(article),
            is_lead: false,
        }
    }

    #[test]
    fn a_full_report_stands_before_snippet_commentary_and_brief() {
        let brief = candidate(1, Kind::Brief, 900);
        let snippet = candidate(2, Kind::Snippet, 30);
        let commentary = candidate(3, Kind::Commentary, 700);
        let report = candidate(4, Kind::Article, 300);
        let all = [brief, snippet, commentary, report];
        assert_eq!(choose_lead(&all), Some(ArticleId(4)));
        assert_eq!(choose_lead(&all[..3]), Some(ArticleId(2)));
        assert_eq!(choose_lead(&[]), None);
    }

    #[test]
    fn s07_a_report_stands_before_a_longer_text_about_it() {
        for (words, longer) in [(300, 700), (90, 4000)] {
            let commentary = LeadCandidate {
                is_lead: true,
                ..candidate(1, Kind::Commentary, longer)
            };
            let report = candidate(2, Kind::Article, words);
            assert_eq!(choose_lead(&[commentary, report]), Some(ArticleId(2)));
        }
    }

    #[test]
    fn an_original_stands_before_its_copy() {
        let copy = LeadCandidate {
            is_copy: true,
            ..candidate(1, Kind::Article, 500)
        };
        assert_eq!(
            choose_lead(&[copy, candidate(2, Kind::Article, 400)]),
            Some(ArticleId(2))
        );
    }

    #[test]
    fn the_present_lead_stays_unless_another_is_clearly_better() {
        let present = LeadCandidate {
            is_lead: true,
            ..candidate(5, Kind::Article, 200)
        };
        let little = candidate(6, Kind::Article, 320);
        let much = candidate(7, Kind::Article, 600);
        assert_eq!(
            choose_lead(&[present.clone(), little.clone()]),
            Some(ArticleId(5))
        );
        assert_eq!(choose_lead(&[present, little, much]), Some(ArticleId(7)));
        let snippet = LeadCandidate {
            is_lead: true,
            ..candidate(8, Kind::Snippet, 40)
        };
        assert_eq!(
            choose_lead(&[snippet, candidate(9, Kind::Article, 60)]),
            Some(ArticleId(9))
        );
    }

    #[test]
    fn copies_and_further_pieces_of_a_publisher_are_no_origins() {
        let member = |article, source, copy_of: Option<i64>| OriginMember {
            article: ArticleId(article),
            source,
            copy_of: copy_of.map(ArticleId),
        };
        let members = [
            member(1, "Ledger", None),
            member(2, "Post", Some(1)),
            member(3, "Ledger", None),
            member(4, "Herald", None),
            member(5, "Herald", Some(99)),
        ];
        assert_eq!(origins(&members), 2);
        assert_eq!(origins(&[]), 0);
        assert_eq!(
            origins(&[member(1, "Post", Some(2)), member(2, "Herald", Some(1))]),
            1
        );
    }

    #[test]
    fn days_come_first_then_reports_and_recency() {
        assert!(rank(11, 0, 1, 1, 70, 0) > rank(10, 86_399, 400, 400, 1, 0));
        assert!(rank(10, 3600, 8, 8, 70, 0) > rank(10, 30_000, 1, 1, 70, 0));
        assert!(rank(10, 50_000, 3, 3, 70, 0) > rank(10, 40_000, 3, 3, 70, 0));
        assert!(rank(10, 50_000, 3, 3, 70, 0) > rank(10, 50_000, 3, 1, 70, 0));
        assert!(rank(i64::MAX, -5, u32::MAX, 0, 0, 0) > rank(0, 0, 0, 0, 0, 0));
    }

    #[test]
    fn who_speaks_rarely_is_not_drowned() {
        assert!(rank(10, 40_000, 1, 1, 2, 0) > rank(10, 55_000, 1, 1, 300, 0));
        assert!(rank(10, 40_000, 9, 9, 300, 0) > rank(10, 40_000, 1, 1, 1, 0));
        assert_eq!(
            rank(10, 40_000, 1, 1, 70, 0),
            rank(10, 40_000, 1, 1, 200, 0)
        );
    }

    #[test]
    fn a_boost_raises_within_the_day() {
        let day = |boost| rank(10, 40_000, 1, 1, 70, boost);
        assert!(day(1) > rank(10, 40_000, 2, 2, 70, 0) && day(1) < rank(10, 40_000, 4, 4, 70, 0));
        assert!(day(-1) < day(0) && day(2) > day(1));
        assert!(day(i32::MAX) < rank(11, 0, 1, 1, 70, i32::MIN));
        assert!(day(i32::MIN) > rank(9, 86_399, 9, 9, 1, i32::MAX));
    }
}
