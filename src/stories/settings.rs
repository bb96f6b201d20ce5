//! Every number that grouping turns on, in one place. They were chosen together on labelled sets
//! and on a labelled day; none belongs to one publisher, language or subject.

/// The numbers of the method. One set serves headlines, snippets and full texts alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// Weight of a word in the title against one in the body.
    pub title_weight: f32,
    /// Body read for words, in characters, after furniture is cut.
    pub body_characters: usize,
    /// How late a word's repetitions stop counting (the k1 of BM25).
    pub saturation: f32,
    /// Weighted words of a text of ordinary length.
    pub ordinary_length: f32,
    /// Share of the background table's size that it weighs against what this reader's feeds say.
    pub background_share: f32,
    /// Words of an article looked up in the index, heaviest first.
    pub query_terms: usize,
    /// Words of an article entered into the index, heaviest first.
    pub indexed_terms: usize,
    /// Stories compared closely with an article.
    pub candidates: usize,
    /// Part of the score that the nearest members have.
    pub nearest_share: f32,
    /// How much a story's length as a vector counts against its number of members.
    pub norm_power: f32,
    /// Days after which a gap divides the score by e.
    pub decay_days: f32,
    /// Loss of a score that rests on one word alone.
    pub evidence: f32,
    /// Loss when nothing but names is shared.
    pub names_alone: f32,
    /// Share of a source's articles beyond which a word is its habit.
    pub habit_share: f32,
    /// Loss when none of an article's names is known to the story.
    pub missing_names: f32,
    /// What is left of the score when two headlines name different places or people.
    pub title_clash: f32,
    /// What is left of the score when the numbers in two titles clash.
    pub number_clash: f32,
    /// Gain of a score where one links to the other.
    pub linked_gain: f32,
    /// Gain of a score where a feed names one's headline beside the other.
    pub related_gain: f32,
    /// The bar: constant part.
    pub bar: f32,
    /// The bar: rise with the logarithm of the words of the shorter side.
    pub bar_per_words: f32,
    /// The bar: rise with the logarithm of the size of the smaller side.
    pub bar_per_size: f32,
    /// The bar for two articles of one publisher, relative.
    pub same_source_bar: f32,
    /// The bar for founding a story of two single articles, relative.
    pub founding_bar: f32,
    /// The bar for a page that is rewritten as an event goes on, relative.
    pub running_bar: f32,
    /// The bar for an item that tells of several events, relative.
    pub round_up_bar: f32,
    /// The least score that unites two stories that exist already.
    pub merge_score: f32,
    /// Share of articles with a mate from which on the bar is not raised.
    pub mates_expected: f32,
    /// How strongly the bar follows the share of articles with a mate.
    pub stream_strength: f32,
    /// Weight of the newest article in the running share of articles with a mate.
    pub stream_rate: f32,
}

pub(super) const DEFAULT: Settings = Settings {
    title_weight: 3.0,
    body_characters: 700,
    saturation: 4.0,
    ordinary_length: 60.0,
    background_share: 0.02,
    query_terms: 20,
    indexed_terms: 24,
    candidates: 24,
    nearest_share: 0.3,
    norm_power: 0.48,
    decay_days: 2.0,
    evidence: 0.33,
    names_alone: 0.03,
    habit_share: 0.25,
    missing_names: 0.11,
    title_clash: 0.8,
    number_clash: 0.5,
    linked_gain: 1.5,
    related_gain: 2.5,
    bar: 0.055,
    bar_per_words: 0.02,
    bar_per_size: 0.36,
    same_source_bar: 2.0,
    founding_bar: 1.25,
    running_bar: 1.7,
    round_up_bar: 2.5,
    merge_score: 0.4,
    mates_expected: 0.5,
    stream_strength: 1.2,
    stream_rate: 0.006,
};

/// Days of article time that a story stays open to new articles.
pub(super) const WINDOW_DAYS: u64 = 7;
/// Articles that are placed together at most.
pub(super) const BATCH_ARTICLES: usize = 100;
/// Article time that one batch spans at most, in seconds.
pub(super) const BATCH_SECONDS: i64 = 6 * 3600;
/// How long an article that is alone is tried again, in seconds.
pub(super) const RETRY_SECONDS: i64 = 24 * 3600;
/// Time that one story spans at most, in seconds; what comes later is the next of a chain.
pub(super) const CHAPTER_SECONDS: i64 = 5 * 86_400;
/// How much older the story before one in a chain is, in seconds.
pub(super) const CHAIN_SECONDS: i64 = 12 * 3600;
/// Share of the bar that links a new story to an older one as its continuation.
pub(super) const CHAIN_RATIO: f32 = 0.7;
/// Within this time equal titles are one report carried by several publishers, in seconds.
pub(super) const EQUAL_TITLE_SECONDS: i64 = 48 * 3600;
/// A sentence that stands in this many articles of one source is furniture.
pub(super) const FURNITURE_ARTICLES: u32 = 3;
