//! Every number that grouping turns on, in one place. They were chosen together on labelled sets
//! and on a labelled day; none belongs to one publisher, language or subject.

/// Declares the numbers once: their names, what they mean, and their values.
macro_rules! settings {
    ($($(#[$about:meta])+ $name:ident: $number:ty = $value:literal,)+) => {
        /// The numbers of the method. One set serves headlines, snippets and full texts alike.
        #[derive(Debug, Clone, Copy)]
        pub(super) struct Settings {
            $($(#[$about])+ pub $name: $number,)+
        }

        pub(super) const DEFAULT: Settings = Settings {
            $($name: $value,)+
        };

        #[cfg(feature = "internals")]
        impl Settings {
            /// Gives a number another value by its name; false if there is none of that name.
            pub fn set(&mut self, name: &str, value: f32) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value as $number,)+
                    _ => return false,
                }
                true
            }
        }
    };
}

settings! {
    /// Weight of a word in the title against one in the body.
    title_weight: f32 = 3.0,
    /// Body read for words, in characters, after furniture is cut.
    body_characters: usize = 700,
    /// How late a word's repetitions stop counting (the k1 of BM25).
    saturation: f32 = 4.0,
    /// Weighted words of a text of ordinary length.
    ordinary_length: f32 = 60.0,
    /// Share of the background table's size that it weighs against what this reader's feeds say.
    background_share: f32 = 0.02,
    /// Words of an article looked up in the index, heaviest first.
    query_terms: usize = 20,
    /// Words of an article entered into the index, heaviest first.
    indexed_terms: usize = 24,
    /// Stories compared closely with an article.
    candidates: usize = 24,
    /// Part of the score that the nearest members have.
    nearest_share: f32 = 0.3,
    /// How much a story's length as a vector counts against its number of members.
    norm_power: f32 = 0.48,
    /// Days after which a gap divides the score by e.
    decay_days: f32 = 2.0,
    /// Loss of a score that rests on one word alone.
    evidence: f32 = 0.33,
    /// Loss when nothing but names is shared.
    names_alone: f32 = 0.03,
    /// Share of a source's articles beyond which a word is its habit.
    habit_share: f32 = 0.25,
    /// Loss when none of an article's names is known to the story.
    missing_names: f32 = 0.11,
    /// What is left of the score when two headlines name different places or people.
    title_clash: f32 = 0.8,
    /// What is left of the score when the numbers in two titles clash.
    number_clash: f32 = 0.5,
    /// Gain of a score where one links to the other.
    linked_gain: f32 = 1.5,
    /// Gain of a score where a feed names one's headline beside the other.
    related_gain: f32 = 2.5,
    /// Gain of a score where both quote the same words.
    quoted_gain: f32 = 1.5,
    /// Gain of a score where both link to one page of somebody else.
    cited_gain: f32 = 1.25,
    /// Articles alive from which on the care that a stream asks for is full: every one of them is
    /// another chance of a likeness that means nothing.
    crowd: f32 = 1000.0,
    /// Articles alive below which that care hardly grows.
    company: f32 = 300.0,
    /// Tenths that an article counts which waits beside others to be placed.
    pending: u32 = 5,
    /// Gain where two headlines share words that hardly meet by chance.
    title_gain: f32 = 0.3,
    /// Bits beyond chance for the whole of that gain.
    title_bits: f32 = 16.0,
    /// Part that a word of a shared phrase counts beside its rarest one.
    title_phrase: f32 = 0.15,
    /// Loss where two headlines share no more than any two do.
    title_loss: f32 = 0.25,
    /// Bits beyond chance that all shared words should have.
    bits_margin: f32 = 8.75,
    /// Bits short of that for the whole loss.
    bits_span: f32 = 12.0,
    /// Loss where the shared words are no more than any two articles share.
    bits_loss: f32 = 0.55,
    /// The bar: constant part.
    bar: f32 = 0.053,
    /// The bar: rise with the logarithm of the words of the shorter side.
    bar_per_words: f32 = 0.02,
    /// The bar: rise with the logarithm of the size of the smaller side.
    bar_per_size: f32 = 0.36,
    /// The bar for two articles of one publisher, relative.
    same_source_bar: f32 = 2.0,
    /// The bar for founding a story of two single articles, relative.
    founding_bar: f32 = 1.25,
    /// The bar for a page that is rewritten as an event goes on, relative.
    running_bar: f32 = 1.7,
    /// The bar for an item that tells of several events, relative.
    round_up_bar: f32 = 2.5,
    /// Words of the longer side below which both are brief: headlines without their articles.
    brief_words: f32 = 12.0,
    /// Rise of the bar where both say next to nothing and the stream asks for care.
    brief_strength: f32 = 1.5,
    /// Care from which on that rise is whole.
    brief_care: f32 = 0.2,
    /// The least score that unites two stories that exist already.
    merge_score: f32 = 0.4,
    /// Share of articles with a mate from which on the bar is not raised.
    mates_expected: f32 = 0.55,
    /// How strongly the bar follows the share of articles with a mate.
    stream_strength: f32 = 1.5,
    /// Weight of the newest article in the running share of articles with a mate.
    stream_rate: f32 = 0.006,
}

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
