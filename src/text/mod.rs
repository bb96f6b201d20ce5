//! Words, languages, sentences, shingles and the lasting wording of a text; pure.
//!
//! Everything here works on plain text in any script and never fails: a text without words simply
//! has none. Nothing here knows what an article or a story is.

mod count;
mod figures;
mod language;
mod months;
mod names;
mod quotes;
mod script;
mod sentences;
mod shingles;
mod stem;
mod wording;
mod words;

pub use count::count_words;
pub use figures::{Bound, Figure, Unit, figures};
pub use language::{Language, LanguageGuess};
pub use months::{is_english_month, is_month};
pub use names::{NameKind, begins_sentence, is_institution, name_key, names};
pub use quotes::{closing_marks, quotes};
pub use script::pieces;
pub use sentences::sentences;
pub use shingles::Sketch;
pub use stem::{stem, stem_in};
pub use wording::{damage, lasting, likeness, outside_tags, says_the_same, title_key};
pub use words::{Word, WordKind, fold, hash_word, words};
