//! How well two stories, or an article and a story, fit together, and how well they must. This is
//! the place where further evidence would join in: everything else only asks for a [`Verdict`].

use super::article::{Article, Breadth, Term, TitleWord, UNIT};
use super::pool::{ArticleSlot, Pool};
use super::series;
use super::settings::Settings;
use super::story::Story;
use crate::model::Tie;

/// What is known of two stories that may be one. Parts add up when stories unite.
#[derive(Debug, Clone, Default)]
pub(super) struct Pair {
    /// Product of their sums, in squared units.
    pub product: u64,
    /// Their nearest members, one of each, with their product; largest first.
    pub nearest: Vec<(u64, ArticleSlot, ArticleSlot)>,
}

/// How well two stories fit, and how well they must.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Verdict {
    pub score: f32,
    pub bar: f32,
}

impl Verdict {
    /// 1 or more where they are one story.
    pub fn ratio(self) -> f32 {
        self.score / self.bar
    }
}

/// What a comparison found, before the care that the stream asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    score: f32,
    /// Share of the score that rests on few words.
    concentration: f32,
    /// 1 where both sides say next to nothing, 0 from a few sentences on.
    brevity: f32,
    bar: f32,
}

impl Measure {
    /// The verdict of a stream that asks for so much care: 0 where most articles have a mate.
    pub fn verdict(&self, care: f32, settings: &Settings) -> Verdict {
        let loss = (settings.evidence + care).min(1.0) * self.concentration;
        // Headlines alone meet by chance most readily where most articles have no mate.
        let brief = settings.brief_strength * self.brevity * (care / settings.brief_care).min(1.0);
        Verdict {
            score: self.score * (1.0 - loss),
            bar: self.bar * (1.0 + settings.stream_strength * care) * (1.0 + brief),
        }
    }
}

impl Pair {
    /// Keeps the three nearest.
    pub fn nearer(&mut self, members: (u64, ArticleSlot, ArticleSlot)) {
        let at = self.nearest.partition_point(|other| other.0 >= members.0);
        self.nearest.insert(at, members);
        self.nearest.truncate(3);
    }

    fn nearest_mean(&self) -> f32 {
        if self.nearest.is_empty() {
            return 0.0;
        }
        let sum: u64 = self.nearest.iter().map(|nearest| nearest.0).sum();
        sum as f32 / (UNIT * UNIT) / self.nearest.len() as f32
    }
}

/// Seconds between two spans of time, 0 where they overlap.
pub(super) fn gap(a: (i64, i64), b: (i64, i64)) -> i64 {
    a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1)).max(0)
}

/// What time apart leaves of a score.
pub(super) fn decay(gap: i64, settings: &Settings) -> f32 {
    (-(gap as f32) / (settings.decay_days * 86_400.0)).exp()
}

/// How much two stories say the same, less the more time lies between them.
fn likeness(a: &Story, b: &Story, pair: &Pair, settings: &Settings) -> f32 {
    let lengths = ((a.square as f32).sqrt() / UNIT) * ((b.square as f32).sqrt() / UNIT);
    let sizes = a.counted as f32 * b.counted as f32;
    // Between the angle of the sums and the mean over the members.
    let size = lengths.powf(settings.norm_power) * sizes.powf(1.0 - settings.norm_power);
    let centre = pair.product as f32 / (UNIT * UNIT) / size.max(f32::MIN_POSITIVE);
    let near = settings.nearest_share * pair.nearest_mean();
    let score = (1.0 - settings.nearest_share) * centre + near;
    let clash = if numbers_clash(a, b) {
        settings.number_clash
    } else {
        1.0
    };
    score * clash * decay(gap((a.oldest, a.newest), (b.oldest, b.newest)), settings)
}

/// Compares two stories.
pub(super) fn measure(
    pool: &Pool,
    a: &Story,
    b: &Story,
    pair: &Pair,
    settings: &Settings,
) -> Measure {
    let mut score = likeness(a, b, pair, settings);
    let bar = bar(a, b, settings);
    let words = a.words.max(b.words) as f32;
    let brevity = (1.0 - words / settings.brief_words).max(0.0);
    let (single, story) = match (a.is_single(), b.is_single()) {
        (true, _) => (a, b),
        (_, true) => (b, a),
        _ => {
            // Two stories that exist side by side in a batch need evidence like any article.
            if score >= bar {
                score *= Evidence::of(pool, pair, settings).whole;
            }
            return Measure {
                score,
                concentration: 0.0,
                brevity,
                bar,
            };
        }
    };
    score *= match pool.tie(single, story) {
        Some(Tie::Related) => settings.related_gain,
        Some(Tie::Linked) => settings.linked_gain,
        Some(Tie::Quoted) => settings.quoted_gain,
        Some(Tie::Cited) => settings.cited_gain,
        None => 1.0,
    };
    if is_brought_up_to_date(pool, a, b) {
        score /= settings.number_clash;
    }
    // What is left to be seen gives little and takes away.
    if score * (1.0 + settings.title_gain) < bar {
        return Measure {
            score,
            concentration: 0.0,
            brevity,
            bar,
        };
    }
    let evidence = Evidence::of(pool, pair, settings);
    score *= evidence.whole * evidence.headlines;
    let shared = Shared::of(pool, single, story);
    score *= 1.0 - settings.names_alone * shared.names * shared.names;
    score *= names_factor(pool, a, b, settings);
    if titles_clash(pool, a, b) {
        score *= settings.title_clash;
    }
    Measure {
        score,
        concentration: shared.concentration,
        brevity,
        bar,
    }
}

/// Whether two reports of one publisher name the same in their headlines and differ in a number: a
/// toll that rises. Items of a series are kept apart by other means.
fn is_brought_up_to_date(pool: &Pool, a: &Story, b: &Story) -> bool {
    if !a.is_single() || !b.is_single() || a.source.is_none() || a.source != b.source {
        return false;
    }
    let (one, other) = (pool.article(a.first), pool.article(b.first));
    let is_named = |word: &TitleWord| word.tells_apart && !word.number;
    let names = one.title.iter().filter(|word| is_named(word));
    numbers_clash(a, b)
        && names
            .clone()
            .any(|name| other.title.iter().any(|word| word.word == name.word))
}

fn bar(a: &Story, b: &Story, settings: &Settings) -> f32 {
    let words = a.words.min(b.words).max(1) as f32;
    let size = a.counted.min(b.counted).max(1) as f32;
    let mut bar = settings.bar + settings.bar_per_words * words.ln();
    bar *= 1.0 + settings.bar_per_size * size.ln();
    if a.source.is_some() && a.source == b.source {
        // A publisher that has told of an event several times goes on telling of it.
        let size = a.counted.max(b.counted) as f32;
        bar *= 1.0 + (settings.same_source_bar - 1.0) / size;
    }
    if a.is_single() && b.is_single() {
        bar *= settings.founding_bar;
    }
    bar * match a.breadth.max(b.breadth) {
        Breadth::Event => 1.0,
        Breadth::Running => settings.running_bar,
        Breadth::Several => settings.round_up_bar,
    }
}

/// What a product rests on.
#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    /// 1 where it rests on one word, near 0 where it rests on many: a join on one word, a city or
    /// a minister, is worth less.
    concentration: f32,
    /// Share of it that names have: an actor alone is no event.
    names: f32,
}

impl Shared {
    fn of(pool: &Pool, single: &Story, story: &Story) -> Self {
        let (mut sum, mut squares, mut names) = (0.0f32, 0.0f32, 0.0f32);
        let mut add = |term: &Term, weight: u32| {
            let share = f32::from(term.weight) * weight as f32;
            sum += share;
            squares += share * share;
            if term.is_name() {
                names += share;
            }
        };
        let article = pool.article(single.first);
        if story.is_single() {
            let other = pool.article(story.first);
            article.for_shared(other, |term, theirs| add(term, u32::from(theirs.weight)));
        } else {
            for term in &article.terms {
                add(term, pool.weight(story, term.word));
            }
        }
        if sum == 0.0 {
            return Self::default();
        }
        Self {
            concentration: squares / (sum * sum),
            names: names / sum,
        }
    }
}

/// What the names leave of a score: less where an article's names are unknown to the other side.
fn names_factor(pool: &Pool, a: &Story, b: &Story, settings: &Settings) -> f32 {
    let (count, lacking) = match (a.is_single(), b.is_single()) {
        (true, true) => {
            let (one, other) = (names_lacking(pool, a, b), names_lacking(pool, b, a));
            if one.0 == 0 || other.0 == 0 {
                return 1.0;
            }
            (one.0 + other.0, one.1 + other.1)
        }
        (true, false) => names_lacking(pool, a, b),
        (false, true) => names_lacking(pool, b, a),
        (false, false) => return 1.0,
    };
    if count == 0 {
        return 1.0;
    }
    1.0 - settings.missing_names * lacking as f32 / count as f32
}

/// What the rarity of the words that nearest members share leaves of a score. It is told in bits,
/// and measured by the chance that any of the articles alive shares as rare words with one.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    /// Less than 1 where all that is shared is not well beyond that chance.
    whole: f32,
    /// More than 1 where the headlines share what is beyond it, less where they share little.
    headlines: f32,
}

impl Evidence {
    fn of(pool: &Pool, pair: &Pair, settings: &Settings) -> Self {
        if pair.nearest.is_empty() {
            return Self {
                whole: 1.0,
                headlines: 1.0,
            };
        }
        let chance = (pool.alive().max(16) as f32).log2();
        let (mut in_titles, mut in_all) = (0.0f32, 0.0f32);
        for (_, one, other) in &pair.nearest {
            let (one, other) = (pool.article(*one), pool.article(*other));
            let title = TitleBits::shared(&one.title, &other.title, settings);
            in_titles = in_titles.max(title.bounded(chance));
            in_all = in_all.max(one.shared_bits(other) - title.surplus);
        }
        let lacking = (chance + settings.bits_margin - in_all) / settings.bits_span;
        let beyond = (in_titles - chance) / settings.title_bits;
        Self {
            whole: 1.0 - settings.bits_loss * lacking.clamp(0.0, 1.0),
            headlines: if beyond > 0.0 {
                1.0 + settings.title_gain * beyond.min(1.0)
            } else {
                1.0 + settings.title_loss * beyond.max(-1.0)
            },
        }
    }
}

/// How seldom headlines share the words that two of them share.
#[derive(Debug, Clone, Copy, Default)]
struct TitleBits {
    words: usize,
    bits: f32,
    /// What the words of a phrase ("West Bank") would count more if they did not come together.
    surplus: f32,
}

impl TitleBits {
    fn shared(one: &[TitleWord], other: &[TitleWord], settings: &Settings) -> Self {
        let mut shared = Self::default();
        let mut last: Option<(usize, usize, f32)> = None;
        for (place, word) in one.iter().enumerate() {
            let is_new = !one[..place].iter().any(|before| before.word == word.word);
            let at = other.iter().position(|other| other.word == word.word);
            let Some(at) = at.filter(|_| is_new) else {
                continue;
            };
            let bits = f32::from(word.rarity.min(other[at].rarity)) / 8.0;
            shared.words += 1;
            shared.bits += bits;
            // Of the words of a phrase the rarest counts whole.
            let mut rarest = bits;
            if let Some((before, there, most)) = last
                && (before + 1, there + 1) == (place, at)
            {
                let surplus = (1.0 - settings.title_phrase) * bits.min(most);
                shared.surplus += surplus;
                shared.bits -= surplus;
                rarest = bits.max(most);
            }
            last = Some((place, at, rarest));
        }
        shared
    }

    /// The bits; a single word, a city or a minister, is worth no more than chance.
    fn bounded(self, chance: f32) -> f32 {
        if self.words < 2 {
            self.bits.min(chance)
        } else {
            self.bits
        }
    }
}

/// Whether two headlines name places or people, and neither article knows those of the other:
/// two fires, two arrests.
fn titles_clash(pool: &Pool, a: &Story, b: &Story) -> bool {
    if !a.is_single() || !b.is_single() {
        return false;
    }
    let strange = |one: &Story, other: &Story| {
        let names = pool
            .article(one.first)
            .title
            .iter()
            .filter(|word| word.tells_apart && !word.number);
        let mut known = names
            .map(|word| pool.weight(other, word.word) > 0)
            .peekable();
        known.peek().is_some() && !known.any(|known| known)
    };
    strange(a, b) && strange(b, a)
}

/// Names of a single article, and how many of them the other side lacks.
fn names_lacking(pool: &Pool, single: &Story, story: &Story) -> (u32, u32) {
    let names = pool
        .article(single.first)
        .terms
        .iter()
        .filter(|term| term.is_name());
    names.fold((0, 0), |(count, lacking), term| {
        (
            count + 1,
            lacking + u32::from(pool.weight(story, term.word) == 0),
        )
    })
}

fn numbers_clash(a: &Story, b: &Story) -> bool {
    !a.numbers.is_empty()
        && !b.numbers.is_empty()
        && !a
            .numbers
            .iter()
            .any(|number| b.numbers.binary_search(number).is_ok())
}

/// Whether the two hold items of one source's series: the same headline about another place, day
/// or number. They stay apart however alike they are.
pub(super) fn is_series(pool: &Pool, a: &Story, b: &Story) -> bool {
    let (few, many) = if a.members.len() <= b.members.len() {
        (a, b)
    } else {
        (b, a)
    };
    few.members.len() <= SERIES_CHECKED
        && few.members.iter().any(|one| {
            let one = pool.article(*one);
            many.members
                .iter()
                .any(|other| in_series(pool, one, pool.article(*other)))
        })
}

/// Stories with more members on both sides are no items of a series.
const SERIES_CHECKED: usize = 4;

fn in_series(pool: &Pool, one: &Article, other: &Article) -> bool {
    let both_broad = one.breadth.is_broad() && other.breadth.is_broad();
    one.source != 0
        && one.source == other.source
        && (both_broad
            || series::same_series(one, other)
            || series::shares_frame(one, other, |frame| pool.is_template(frame)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::settings::DEFAULT;

    #[test]
    fn time_apart_counts_from_the_nearer_end() {
        assert_eq!(gap((0, 10), (5, 20)), 0);
        assert_eq!(gap((0, 10), (15, 20)), 5);
        assert_eq!(gap((15, 20), (0, 10)), 5);
        assert_eq!(gap((i64::MIN, i64::MIN), (i64::MAX, i64::MAX)), i64::MAX);
        assert!(decay(0, &DEFAULT) > 0.999 && decay(i64::MAX, &DEFAULT) < 0.001);
    }

    #[test]
    fn a_pair_keeps_its_three_nearest_members() {
        let mut pair = Pair::default();
        for product in [4, 9, 1, 7] {
            pair.nearer((product, 0, 0));
        }
        let products: Vec<u64> = pair.nearest.iter().map(|nearest| nearest.0).collect();
        assert_eq!(products, [9, 7, 4]);
    }

    #[test]
    fn a_stream_without_mates_asks_for_more() {
        let measure = Measure {
            score: 0.2,
            concentration: 0.5,
            brevity: 0.0,
            bar: 0.1,
        };
        let (even, careful) = (
            measure.verdict(0.0, &DEFAULT),
            measure.verdict(0.3, &DEFAULT),
        );
        assert!(careful.score < even.score && careful.bar > even.bar);
        let brief = Measure {
            brevity: 0.5,
            ..measure
        };
        assert_eq!(brief.verdict(0.0, &DEFAULT).bar, even.bar);
        assert!(brief.verdict(0.3, &DEFAULT).bar > careful.bar);
        assert!(careful.ratio() < even.ratio());
    }
}
