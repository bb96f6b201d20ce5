//! What a page shows instead of its article: a paywall, a consent form, a login, a wish for scripts.

use super::linked_data::LinkedData;
use crate::ingest::document::words_in;
use crate::ingest::markup::{Token, Tokens};
use crate::model::{Barrier, Document};

/// From so many words on a text is an article, whatever stands below it.
const WHOLE: u32 = 350;
/// Fewer words are a teaser, or a page that says something else.
const FEW: u32 = 120;
/// Below so many words a page with a field for a password is a form.
const HARDLY_ANY: u32 = 40;
/// A wall below a text says what it is in so many characters.
const END: usize = 600;
/// The words of a page that are looked at, in characters.
const SEARCHED: usize = 4000;

const SIGNS: [(Barrier, &[&str]); 4] = [
    (
        Barrier::Script,
        &[
            "enable javascript",
            "javascript is disabled",
            "javascript is required",
            "requires javascript",
            "turn on javascript",
            "javascript aktivieren",
            "activer javascript",
            "activez javascript",
            "habilitar javascript",
            "verify you are human",
            "verifying you are human",
            "checking your browser",
            "are you a robot",
            "unusual traffic from your",
            "just a moment...",
        ],
    ),
    (
        Barrier::Consent,
        &[
            "before you continue to",
            "we value your privacy",
            "your privacy choices",
            "accept all cookies",
            "consent to the use of cookies",
            "we and our partners",
            "by clicking accept all",
            "asks for consent to use your data",
            "asks for your consent to use your",
            "wir und unsere partner",
            "nous et nos partenaires",
            "cookies zustimmen",
        ],
    ),
    (
        Barrier::Paywall,
        &[
            "subscribe to continue",
            "subscribe to read",
            "subscribe to unlock",
            "subscribe now to",
            "subscribers only",
            "subscriber-only",
            "for subscribers",
            "exclusively for subscribers",
            "already a subscriber",
            "become a subscriber",
            "continue reading with a subscription",
            "to continue reading",
            "to read the full article",
            "to read the full story",
            "you have reached your limit",
            "free articles left",
            "nur für abonnenten",
            "mit einem abo weiterlesen",
            "jetzt weiterlesen",
            "réservé aux abonnés",
            "réservé à nos abonnés",
            "exclusivo para suscriptores",
            "solo para suscriptores",
            "exclusivo para assinantes",
            "riservato agli abbonati",
            "только для подписчиков",
        ],
    ),
    (
        Barrier::Login,
        &[
            "log in to continue",
            "sign in to continue",
            "log in to read",
            "sign in to read",
            "please log in",
            "please sign in",
            "create a free account to",
            "register to continue",
            "bitte melden sie sich an",
        ],
    ),
];

/// Classes and ids of what hides the rest of a text.
const WALLS: [&str; 6] = [
    "paywall",
    "pay-wall",
    "piano-offer",
    "regwall",
    "subscribe-wall",
    "subscription-wall",
];

/// What a page shows instead of its article, if it does. `words` is how many its article has,
/// `said` all that was found to be read.
pub(super) fn find(html: &str, linked: &LinkedData, words: u32, said: &str) -> Option<Barrier> {
    if words >= WHOLE {
        return None;
    }
    let said = without_numbers(said);
    let is_said = |barrier: Barrier, text: &str| {
        let signs = SIGNS.iter().filter(|(of, _)| *of == barrier);
        signs
            .flat_map(|(_, signs)| signs.iter())
            .any(|sign| text.contains(sign))
    };
    let few = words < FEW;
    let walled = few && (linked.is_restricted || has_wall(html));
    if walled || is_said(Barrier::Paywall, &said) {
        return Some(Barrier::Paywall);
    }
    if !few {
        return None;
    }
    let head = without_numbers(&crate::ingest::plain_text(html, SEARCHED));
    let named = [Barrier::Script, Barrier::Consent, Barrier::Login]
        .into_iter()
        .find(|barrier| is_said(*barrier, &said) || is_said(*barrier, &head));
    named.or_else(|| (words < HARDLY_ANY && asks_password(html)).then_some(Barrier::Login))
}

/// What the text of an article ends at, if a wall stands below it: then it is a part of the article
/// alone. The wall's own words are taken off.
pub(super) fn ends_at(
    html: &str,
    linked: &LinkedData,
    said: &str,
    document: &mut Document,
) -> Option<Barrier> {
    let is_walled = document.words >= WHOLE && (linked.is_restricted || has_wall(html));
    let end = said.char_indices().rev().nth(END).map_or(0, |(at, _)| at);
    let asks = |text: &str| {
        let text = without_numbers(text);
        let signs = SIGNS.iter().filter(|(of, _)| *of == Barrier::Paywall);
        signs
            .flat_map(|(_, signs)| signs.iter())
            .any(|sign| text.contains(sign))
    };
    if !is_walled || !asks(&said[end..]) {
        return None;
    }
    while let Some(last) = document.blocks.last() {
        let text = last.text();
        if !asks(&text) || text.chars().count() > END {
            break;
        }
        document.blocks.pop();
    }
    document.words = words_in(&document.blocks);
    Some(Barrier::Paywall)
}

/// Words as they are compared: "our 843 partners" are "our partners".
fn without_numbers(text: &str) -> String {
    let text = text.to_lowercase();
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let words = text.split_whitespace().filter(|word| !is_number(word));
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a page has a field for a password.
fn asks_password(html: &str) -> bool {
    let mut tokens = Tokens::new(html);
    std::iter::from_fn(|| tokens.next()).any(|token| {
        let Token::Open(tag) = token else {
            return false;
        };
        let of = |name: &str| tag.attribute(name).unwrap_or_default();
        tag.is("input") && of("type").eq_ignore_ascii_case("password")
    })
}

/// Whether something on a page hides the rest of its text.
pub(super) fn has_wall(html: &str) -> bool {
    let mut tokens = Tokens::new(html);
    std::iter::from_fn(|| tokens.next()).any(|token| {
        let Token::Open(tag) = token else {
            return false;
        };
        ["class", "id"].iter().any(|name| {
            tag.attribute(name).is_some_and(|value| {
                let value = value.to_ascii_lowercase();
                WALLS.iter().any(|wall| value.contains(wall))
            })
        })
    })
}
