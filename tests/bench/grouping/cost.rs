//! What grouping costs as the window fills: time per article and memory per living article, on a
//! stream made from the background set. The stream repeats the set; each repetition has other rare
//! words, so that its articles are of other events and the vocabulary grows as in life.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
    time::Duration,
};

use newsfold::internals::{ArticleId, Draft, Grouper, Line, StoryId, drafts};
use serde_json::Value;

use crate::{
    cells::Regime,
    clock::Started,
    corpus::{Article, Corpus},
};

/// A stream of one regime.
struct Plan {
    regime: Regime,
    articles_per_day: usize,
    /// Numbers of articles at which the cost is told, and what a plain single-pass prototype took
    /// there in microseconds, 0 where that is not known.
    told_at: &'static [(usize, u32)],
}

const PLANS: [Plan; 4] = [
    Plan {
        regime: Regime::Headline,
        articles_per_day: 4000,
        told_at: &[
            (1000, 6),
            (10_000, 24),
            (50_000, 76),
            (100_000, 136),
            (400_000, 137),
        ],
    },
    Plan {
        regime: Regime::Snippet,
        articles_per_day: 4000,
        told_at: &[(1000, 19), (10_000, 76), (50_000, 318)],
    },
    // 50,000 articles alive; the prototype had as many in a window of twice the length.
    Plan {
        regime: Regime::Snippet,
        articles_per_day: 7143,
        told_at: &[
            (1000, 43),
            (10_000, 187),
            (50_000, 529),
            (100_000, 433),
            (400_000, 528),
        ],
    },
    Plan {
        regime: Regime::Full,
        articles_per_day: 4000,
        told_at: &[(1000, 31), (10_000, 144), (50_000, 474)],
    },
];

/// Articles placed at once, as a refresh brings them.
const BATCH: usize = 100;
/// Articles placed one by one wherever the cost is told.
const SINGLES: usize = 1000;
/// The mean told is of this many articles before.
const RECENT: usize = 2000;
const WINDOW_DAYS: usize = 7;
const DAY_SECONDS: usize = 86_400;
const START: i64 = 1_700_000_000;
/// A word is rare that stands in less than one of so many texts.
const RARE: usize = 500;

/// The articles to repeat.
struct Stream<'a> {
    articles: Vec<&'a Article>,
    rare: HashSet<String>,
    plan: &'a Plan,
    next: usize,
}

/// The state of a run.
struct Run<'a> {
    stream: Stream<'a>,
    grouper: Grouper,
    stories: i64,
    /// Placing, per article, of every batch since the cost was told last.
    batches: Vec<Duration>,
    drafting: Duration,
    drafted: u32,
    placing: Duration,
}

/// Prints the cost of every stream, row by row; `allocated` tells the bytes in use.
pub fn tell(
    corpus: &Corpus,
    allocated: &dyn Fn() -> usize,
    print: &dyn Fn(&str),
) -> Result<(), String> {
    let articles = corpus.background.iter().flat_map(|set| &set.articles);
    let articles: Vec<&Article> = articles.collect();
    if articles.is_empty() {
        return Err("The folder has no set without labels to make a stream of.".to_owned());
    }
    let rare = rare_words(&articles);
    print(&heading());
    for plan in &PLANS {
        let before = allocated();
        let mut run = Run {
            stream: Stream {
                articles: articles.clone(),
                rare: rare.clone(),
                plan,
                next: 0,
            },
            grouper: Grouper::new(),
            stories: 0,
            batches: Vec::new(),
            drafting: Duration::ZERO,
            drafted: 0,
            placing: Duration::ZERO,
        };
        let fixed = allocated() - before;
        for (count, prototype) in plan.told_at {
            while run.stream.next < *count {
                run.place_batch();
            }
            let in_use = || allocated().saturating_sub(before + fixed);
            print(&run.row(*prototype, &in_use));
        }
    }
    Ok(())
}

impl Stream<'_> {
    fn take(&mut self, count: usize) -> Vec<Line> {
        let numbers = self.next..self.next + count;
        self.next = numbers.end;
        numbers.map(|number| self.line(number)).collect()
    }

    fn line(&self, number: usize) -> Line {
        let copy = number / self.articles.len();
        let line = &self.articles[number % self.articles.len()].line;
        let seconds = (number * DAY_SECONDS / self.plan.articles_per_day) as i64;
        let published = newsfold::internals::Timestamp(START + seconds);
        let text = self
            .plan
            .regime
            .cut(line.text.as_deref().unwrap_or_default());
        let title = line.title.as_deref().unwrap_or_default();
        Line {
            title: Some(self.renamed(title, copy)),
            text: Some(self.renamed(&text, copy)),
            url: Value::Null,
            published: Value::String(published.to_string()),
            ..line.clone()
        }
    }

    /// The text with other rare words in every copy.
    fn renamed(&self, text: &str, copy: usize) -> String {
        let mut renamed = String::with_capacity(text.len() + 32);
        for piece in text.split_inclusive(|c: char| !c.is_alphabetic()) {
            let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
            renamed.push_str(word);
            if copy > 0 && self.rare.contains(&word.to_lowercase()) {
                renamed.push('x');
                renamed.extend(letters(copy));
            }
            renamed.push_str(&piece[word.len()..]);
        }
        renamed
    }
}

impl Run<'_> {
    fn drafts(&mut self, count: usize) -> Vec<(ArticleId, Draft)> {
        let first = self.stream.next as i64;
        let lines = self.stream.take(count);
        let started = Started::now();
        let drafts = drafts(&lines);
        self.drafting += started.elapsed();
        self.drafted += count as u32;
        (first..).map(ArticleId).zip(drafts).collect()
    }

    fn place(&mut self, drafts: Vec<(ArticleId, Draft)>) -> Duration {
        let mut stories = self.stories;
        let mut new_story = || {
            stories += 1;
            StoryId(stories)
        };
        let started = Started::now();
        let outcome = self.grouper.place(drafts, &mut new_story);
        let took = started.elapsed();
        drop(outcome);
        self.stories = stories;
        self.placing += took;
        took
    }

    fn place_batch(&mut self) {
        let drafts = self.drafts(BATCH);
        let took = self.place(drafts);
        self.batches.push(took / BATCH as u32);
    }

    /// Tells the cost here, after placing some articles one by one.
    fn row(&mut self, prototype: u32, in_use: &dyn Fn() -> usize) -> String {
        let recent = self.batches.len().min(RECENT / BATCH);
        let recent: Duration = self.batches[self.batches.len() - recent..]
            .iter()
            .sum::<Duration>()
            / u32::try_from(recent.max(1)).unwrap_or(1);
        let mut batches = std::mem::take(&mut self.batches);
        let placed = self.stream.next;
        let drafts = self.drafts(SINGLES.min(placed / 10));
        let mut singles: Vec<Duration> = drafts
            .into_iter()
            .map(|draft| self.place(vec![draft]))
            .collect();
        let mean = singles.iter().sum::<Duration>() / u32::try_from(singles.len()).unwrap_or(1);
        let alive = self
            .stream
            .next
            .min(WINDOW_DAYS * self.stream.plan.articles_per_day);
        let bytes = in_use();
        let started = Started::now();
        let memory = self.grouper.memory().len();
        let remembering = started.elapsed();
        let mut row = String::new();
        let _ = write!(
            row,
            "{:8} {:5} {:7} {:6}  {:5.1} {:5.0} {:>5}",
            self.stream.plan.regime.name(),
            self.stream.plan.articles_per_day,
            placed,
            alive,
            micros(self.drafting / self.drafted.max(1)),
            micros(recent),
            prototype,
        );
        for times in [&mut batches, &mut singles] {
            times.sort_unstable();
            let at = |share: f64| {
                let last = times.len().saturating_sub(1);
                times.get((last as f64 * share) as usize).copied()
            };
            let [half, most, all] =
                [0.5, 0.99, 1.0].map(|share| micros(at(share).unwrap_or_default()));
            let _ = write!(row, "  {half:6.0} {most:6.0} {all:6.0}");
        }
        let _ = writeln!(
            row,
            " {:6.0}  {:6.1} {:6.0}  {:6.1} {:6.1}  {:7.2}",
            micros(mean),
            bytes as f64 / 1e6,
            bytes as f64 / alive.max(1) as f64,
            memory as f64 / 1e6,
            micros(remembering) / 1e3,
            self.placing.as_secs_f64(),
        );
        row
    }
}

fn heading() -> String {
    format!(
        "{:8} {:>5} {:>7} {:>6}  {:>5} {:>5} {:>5}  {:^20}  {:^27}  {:^13}  {:^13}  {:>7}\n\
         {:8} {:>5} {:>7} {:>6}  {:>5} {:>5} {:>5}  {:>6} {:>6} {:>6}  {:>6} {:>6} {:>6} {:>6}  \
         {:>6} {:>6}  {:>6} {:>6}  {:>7}\n",
        "",
        "",
        "",
        "",
        "",
        "mean",
        "",
        "in batches, µs each",
        "one by one, µs",
        "memory alive",
        "memory kept",
        "placing",
        "regime",
        "a day",
        "placed",
        "alive",
        "draft",
        "place",
        "proto",
        "p50",
        "p99",
        "max",
        "p50",
        "p99",
        "max",
        "mean",
        "MB",
        "B each",
        "MB",
        "ms",
        "all, s",
    )
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// A number in letters.
fn letters(mut number: usize) -> impl Iterator<Item = char> {
    std::iter::from_fn(move || {
        let digit = u8::try_from(number % 26).ok()?;
        let more = number > 0;
        number /= 26;
        more.then_some(char::from(b'a' + digit))
    })
}

fn rare_words(articles: &[&Article]) -> HashSet<String> {
    let mut texts_with: HashMap<String, usize> = HashMap::new();
    for article in articles {
        let parts = [&article.line.title, &article.line.text];
        let parts = parts.into_iter().flatten();
        let words: HashSet<String> = parts
            .flat_map(|part| part.split(|c: char| !c.is_alphabetic()))
            .map(str::to_lowercase)
            .collect();
        for word in words {
            *texts_with.entry(word).or_default() += 1;
        }
    }
    texts_with.retain(|word, texts| !word.is_empty() && *texts * RARE < articles.len());
    texts_with.into_keys().collect()
}
