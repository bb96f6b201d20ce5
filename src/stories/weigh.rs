//! Drafts to articles: furniture is cut, and every word gets its weight from how often it is said,
//! how rare it is, and how much of it is a habit of the source.

use rustc_hash::FxHashMap;

use super::article::{Article, Marks, Term, TitleWord, UNIT};
use super::draft::Draft;
use super::furniture::{self, Furniture};
use super::pool::Pool;
use super::rarity::{Rarities, is_uncommon};
use super::reading::{Segment, Token};
use super::settings::Settings;
use crate::model::ArticleId;
use crate::text::Language;

/// Articles of a source by which its habits are known: at least, and at most.
const HABIT_ARTICLES: (usize, usize) = (8, 32);
/// A number in more than this share of all articles tells nothing apart.
const COMMON_NUMBER: f32 = 0.02;
/// Words of a headline that are kept in order.
const TITLE_WORDS: usize = 16;
/// Different words of an article that are kept.
const MOST_TERMS: usize = 120;

/// What is said in an article, furniture left out.
#[derive(Debug, Default)]
struct Said {
    words: Vec<SaidWord>,
    title: Vec<TitleWord>,
    length: f32,
}

#[derive(Debug, Clone, Copy)]
struct SaidWord {
    word: u32,
    count: f32,
    name: bool,
    number: bool,
    rarity: u8,
}

/// What is known beside the drafts while their words are weighed.
pub(super) struct Weighing<'a> {
    pub pool: &'a Pool,
    pub rarities: &'a Rarities,
    pub furniture: &'a Furniture,
    pub settings: &'a Settings,
}

/// Words of a source's newest articles, counted.
#[derive(Debug, Default)]
struct Habits {
    articles: usize,
    words: FxHashMap<u32, u32>,
}

impl Weighing<'_> {
    /// Weighs the words of a batch.
    pub fn articles(&self, drafts: &[(ArticleId, Draft)]) -> Vec<Article> {
        let said: Vec<Said> = drafts.iter().map(|(_, draft)| self.said(draft)).collect();
        let pending = count_pending(drafts, &said, self.settings.pending);
        let habits = self.habits(drafts, &said);
        let article = |((id, draft), said): (&(ArticleId, Draft), Said)| {
            let habits = habits.get(&draft.source);
            self.article(*id, draft, said, &pending, habits)
        };
        drafts.iter().zip(said).map(article).collect()
    }

    fn said(&self, draft: &Draft) -> Said {
        let mut said = Said::default();
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        let mut read = 0;
        for segment in &draft.segments {
            let furniture = draft.source != 0 && self.furniture.is_known(segment.furniture_key);
            if !furniture {
                self.read(draft, segment, &mut read, &mut said, &mut counts);
            }
        }
        said.words.sort_unstable_by_key(|said| said.word);
        said
    }

    fn read(
        &self,
        draft: &Draft,
        segment: &Segment,
        read: &mut usize,
        said: &mut Said,
        places: &mut FxHashMap<u32, usize>,
    ) {
        let weight = if segment.title {
            self.settings.title_weight
        } else {
            1.0
        };
        for (token, place) in draft.tokens_of(segment) {
            if !segment.title && *read + place >= self.settings.body_characters {
                break;
            }
            said.length += weight;
            if segment.title && said.title.len() < TITLE_WORDS {
                said.title.push(title_word(token));
            }
            let at = *places.entry(token.word).or_insert_with(|| {
                said.words.push(SaidWord {
                    word: token.word,
                    count: 0.0,
                    name: false,
                    number: false,
                    rarity: 0,
                });
                said.words.len() - 1
            });
            let word = &mut said.words[at];
            word.count += weight;
            word.name |= token.name;
            word.number |= token.number && segment.title;
        }
        if !segment.title {
            *read += usize::from(segment.characters);
        }
    }

    /// What the sources of a batch say again and again.
    fn habits(&self, drafts: &[(ArticleId, Draft)], said: &[Said]) -> FxHashMap<u32, Habits> {
        let mut habits: FxHashMap<u32, Habits> = FxHashMap::default();
        for ((_, draft), said) in drafts
            .iter()
            .zip(said)
            .filter(|((_, draft), _)| draft.source != 0)
        {
            let habit = habits
                .entry(draft.source)
                .or_insert_with(|| self.remembered_habits(draft.source));
            habit.articles += 1;
            for word in &said.words {
                *habit.words.entry(word.word).or_default() += 1;
            }
        }
        habits.retain(|_, habit| habit.articles >= HABIT_ARTICLES.0);
        habits
    }

    fn remembered_habits(&self, source: u32) -> Habits {
        let mut habits = Habits::default();
        for article in self.pool.newest_of_source(source, HABIT_ARTICLES.1) {
            habits.articles += 1;
            for term in &article.terms {
                *habits.words.entry(term.word).or_default() += 1;
            }
        }
        habits
    }

    fn article(
        &self,
        id: ArticleId,
        draft: &Draft,
        mut said: Said,
        pending: &Pending,
        habits: Option<&Habits>,
    ) -> Article {
        let language = draft.language;
        let weigh = |word: &SaidWord| {
            let waiting = pending.of(language, word.word);
            let rarity = self
                .rarities
                .rarity(language, word.word, waiting, self.settings);
            let share = self.rarities.share(language, word.word, self.settings);
            let habit = habits.map_or(1.0, |habits| {
                habits.damping(word.word, share, self.settings)
            });
            let number = word.number && share < COMMON_NUMBER;
            let weight = self.saturated(word.count, said.length) * rarity * habit;
            let rarity = eighths_of_a_bit(rarity * habit);
            let said = SaidWord {
                number,
                rarity,
                ..*word
            };
            (weight, said)
        };
        for word in &mut said.title {
            let waiting = pending.of(language, word.word);
            let rarity = self
                .rarities
                .rarity(language, word.word, waiting, self.settings);
            word.rarity = eighths_of_a_bit(rarity);
        }
        let weighed = heaviest(said.words.iter().map(weigh).collect());
        Article {
            id,
            time: draft.published.0,
            content: draft.content,
            source: draft.source,
            language,
            breadth: draft.breadth,
            terms: unit(&weighed),
            title: said.title.into_boxed_slice(),
            title_key: draft.title_key,
            frames: draft.frames,
            segments: furniture::segments_of(draft),
            sketch: draft.sketch.clone(),
            ties: draft.ties.clone(),
        }
    }

    /// A word said often counts more, but ever less so.
    fn saturated(&self, count: f32, length: f32) -> f32 {
        let k = self.settings.saturation;
        count * (k + 1.0) / (count + k * (0.25 + 0.75 * length / self.settings.ordinary_length))
    }
}

fn title_word(token: &Token) -> TitleWord {
    let is_rare_capital = token.capital && is_uncommon(token.word);
    TitleWord {
        word: token.word,
        tells_apart: token.number || token.name || is_rare_capital,
        number: token.number,
        rarity: 0,
    }
}

/// A rarity, which is a natural logarithm, in steps of an eighth of a bit.
fn eighths_of_a_bit(rarity: f32) -> u8 {
    (rarity * std::f32::consts::LOG2_E * 8.0) as u8
}

/// The heaviest words of an article, by word.
fn heaviest(mut weighed: Vec<(f32, SaidWord)>) -> Vec<(f32, SaidWord)> {
    if weighed.len() > MOST_TERMS {
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.word.cmp(&b.1.word)));
        weighed.truncate(MOST_TERMS);
        weighed.sort_unstable_by_key(|(_, word)| word.word);
    }
    weighed
}

/// The weights as whole numbers of a vector of unit length.
fn unit(weighed: &[(f32, SaidWord)]) -> Box<[Term]> {
    let length = weighed
        .iter()
        .map(|(weight, _)| weight * weight)
        .sum::<f32>()
        .sqrt();
    let term = |(weight, word): &(f32, SaidWord)| Term {
        word: word.word,
        weight: (weight / length * UNIT).round() as u16,
        rarity: word.rarity,
        marks: Marks::new(word.name, word.number),
    };
    weighed
        .iter()
        .map(term)
        .filter(|term| term.weight > 0)
        .collect()
}

impl Habits {
    /// What is left of a word's weight where the source says it far more often than others do.
    fn damping(&self, word: u32, overall: f32, settings: &Settings) -> f32 {
        let here = self.words.get(&word).copied().unwrap_or(0) as f32 / self.articles as f32;
        let expected = settings.habit_share + 2.0 * overall;
        if here > expected {
            expected / here
        } else {
            1.0
        }
    }
}

/// Tenths of articles that are not placed yet: they count a little, so that the first article on
/// an event of the hour is weighed like the last one.
struct Pending {
    articles: FxHashMap<Language, u32>,
    words: FxHashMap<(Language, u32), u32>,
}

impl Pending {
    fn of(&self, language: Language, word: u32) -> (u32, u32) {
        let articles = self.articles.get(&language).copied().unwrap_or(0);
        (
            articles,
            self.words.get(&(language, word)).copied().unwrap_or(0),
        )
    }
}

fn count_pending(drafts: &[(ArticleId, Draft)], said: &[Said], tenths: u32) -> Pending {
    let mut pending = Pending {
        articles: FxHashMap::default(),
        words: FxHashMap::default(),
    };
    for ((_, draft), said) in drafts.iter().zip(said) {
        *pending.articles.entry(draft.language).or_default() += tenths;
        for word in &said.words {
            *pending
                .words
                .entry((draft.language, word.word))
                .or_default() += tenths;
        }
    }
    pending
}
