//! Whether the terminal's background is light: asked of the terminal itself once the first frame
//! is there, and told by what comes back among the keys. A reply that the terminal library does
//! not know arrives as the keys its bytes stand for: Alt+`]`, then one character after another.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tokio::time::{Duration, Instant};

/// The question: colour 11, the background. Ended by a bell, which every terminal takes for an end.
pub const QUESTION: &str = "\x1b]11;?\x07";

/// How the reply begins, behind Alt+`]`.
const START: &str = "11;rgb";
/// A reply that stops in the middle is waited for so long; terminals send it in one piece.
const PATIENCE: Duration = Duration::from_millis(250);
/// Four parts of four digits with strokes between, and what stands before.
const LONGEST: usize = 40;

/// Listens for the reply.
#[derive(Debug, Default)]
pub struct Background {
    /// Replies that are still to come.
    asked: u32,
    /// The terminal was asked at all.
    was_asked: bool,
    /// What may be the beginning of one, since when.
    held: Option<(Vec<Event>, Instant)>,
    /// The characters of it.
    typed: String,
}

/// What an event was.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// Events of the reader, in order.
    Events(Vec<Event>),
    /// The end of a reply: the background is light, or is not.
    Light(bool),
}

impl Background {
    /// The terminal was asked.
    pub fn asked(&mut self) {
        self.asked += 1;
        self.was_asked = true;
    }

    /// Whether the terminal was ever asked.
    pub fn was_asked(&self) -> bool {
        self.was_asked
    }

    /// Takes an event; what belongs to a reply is kept back.
    pub fn hear(&mut self, event: Event, now: Instant) -> Heard {
        if self.held.is_none() {
            if self.asked == 0 || !is_alt(&event, ']') {
                return Heard::Events(vec![event]);
            }
            self.held = Some((vec![event], now));
            return Heard::Events(Vec::new());
        }
        if let Some(light) = is_light(&self.typed) {
            if ends(&event) {
                self.asked -= 1;
                self.forget();
                return Heard::Light(light);
            }
            // The first half of an end in two bytes.
            if is_plain(&event, KeyCode::Esc) {
                return Heard::Events(Vec::new());
            }
        }
        if let Some(letter) = character(&event).filter(|letter| goes_on(&self.typed, *letter)) {
            self.typed.push(letter);
            if let Some((held, _)) = &mut self.held {
                held.push(event);
            }
            return Heard::Events(Vec::new());
        }
        let mut events = self.give_up();
        events.push(event);
        Heard::Events(events)
    }

    /// Until when the rest of a reply is waited for.
    pub fn until(&self) -> Option<Instant> {
        self.held.as_ref().map(|(_, since)| *since + PATIENCE)
    }

    /// What was kept back for too long.
    pub fn late(&mut self, now: Instant) -> Vec<Event> {
        match self.until() {
            Some(until) if until <= now => self.give_up(),
            _ => Vec::new(),
        }
    }

    /// What was kept back goes to the reader's keys, unless nobody types such a thing.
    fn give_up(&mut self) -> Vec<Event> {
        let typed_by_nobody = self.typed.len() > START.len();
        let held = self.forget();
        if typed_by_nobody {
            self.asked = self.asked.saturating_sub(1);
            return Vec::new();
        }
        held
    }

    fn forget(&mut self) -> Vec<Event> {
        self.typed.clear();
        self.held
            .take()
            .map(|(events, _)| events)
            .unwrap_or_default()
    }
}

/// Whether a letter may come next in a reply.
fn goes_on(typed: &str, letter: char) -> bool {
    if let Some(expected) = START.chars().nth(typed.len()) {
        return letter == expected;
    }
    match &typed[START.len()..] {
        "" => letter == ':' || letter == 'a',
        "a" => letter == ':',
        _ => typed.len() < LONGEST && (letter.is_ascii_hexdigit() || letter == '/'),
    }
}

/// Reads "11;rgb:ffff/ffff/ffff", with one to four digits for each part.
fn is_light(typed: &str) -> Option<bool> {
    let (_, parts) = typed.strip_prefix(START)?.split_once(':')?;
    let shares: Vec<f64> = parts.split('/').map(share).collect::<Option<_>>()?;
    let [red, green, blue, ..] = shares[..] else {
        return None;
    };
    // How bright the eye finds each.
    Some(0.299 * red + 0.587 * green + 0.114 * blue > 0.5)
}

/// Digits as a part of the most they can say.
fn share(digits: &str) -> Option<f64> {
    let most = match digits.len() {
        1 => 0xF,
        2 => 0xFF,
        3 => 0xFFF,
        4 => 0xFFFF,
        _ => return None,
    };
    let value = u16::from_str_radix(digits, 16).ok()?;
    Some(f64::from(value) / f64::from(most))
}

/// The background by the variable that some terminals set: colours of letters and background, by
/// their numbers among the sixteen.
pub fn from_variable(value: &str) -> Option<bool> {
    let number: u8 = value.rsplit(';').next()?.trim().parse().ok()?;
    Some(matches!(number, 7 | 9..=15))
}

/// A reply ends with a bell, which is Ctrl+g, or with Escape and a backslash.
fn ends(event: &Event) -> bool {
    let bell = key(event).is_some_and(|key| {
        key.modifiers == KeyModifiers::CONTROL && key.code == KeyCode::Char('g')
    });
    bell || is_alt(event, '\\') || is_plain(event, KeyCode::Char('\\'))
}

fn key(event: &Event) -> Option<&KeyEvent> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Press => Some(key),
        _ => None,
    }
}

fn is_alt(event: &Event, letter: char) -> bool {
    let wanted = KeyCode::Char(letter);
    key(event).is_some_and(|key| key.modifiers == KeyModifiers::ALT && key.code == wanted)
}

fn is_plain(event: &Event, code: KeyCode) -> bool {
    key(event).is_some_and(|key| key.modifiers.is_empty() && key.code == code)
}

fn character(event: &Event) -> Option<char> {
    let key = key(event)?;
    let plain = (key.modifiers - KeyModifiers::SHIFT).is_empty();
    match key.code {
        KeyCode::Char(letter) if plain => Some(letter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    fn alt(letter: char) -> Event {
        press(KeyCode::Char(letter), KeyModifiers::ALT)
    }

    fn bell() -> Event {
        press(KeyCode::Char('g'), KeyModifiers::CONTROL)
    }

    fn letters(text: &str) -> Vec<Event> {
        let of = |letter: char| {
            let modifiers = if letter.is_ascii_uppercase() {
                KeyModifiers::SHIFT
            } else {
                KeyModifiers::NONE
            };
            press(KeyCode::Char(letter), modifiers)
        };
        text.chars().map(of).collect()
    }

    /// A reply as the terminal library tells it.
    fn reply(colour: &str, end: Event) -> Vec<Event> {
        let mut events = vec![alt(']')];
        events.extend(letters(&format!("11;{colour}")));
        events.push(end);
        events
    }

    fn asked() -> Background {
        let mut background = Background::default();
        background.asked();
        background
    }

    /// What is left for the reader, and what was said of the background.
    fn hear(background: &mut Background, events: Vec<Event>) -> (Vec<Event>, Option<bool>) {
        let (mut left, mut said) = (Vec::new(), None);
        for event in events {
            match background.hear(event, Instant::now()) {
                Heard::Events(events) => left.extend(events),
                Heard::Light(light) => said = Some(light),
            }
        }
        (left, said)
    }

    #[track_caller]
    fn check(colour: &str, light: bool) {
        for end in [bell(), alt('\\')] {
            let heard = hear(&mut asked(), reply(colour, end));
            assert_eq!(heard, (Vec::new(), Some(light)), "{colour}");
        }
    }

    #[test]
    fn a_reply_says_how_bright_the_background_is() {
        check("rgb:ffff/ffff/ffff", true);
        check("rgb:FDFD/F6F6/E3E3", true);
        check("rgb:00/2b/36", false);
        check("rgb:1e1e/1e1e/2e2e", false);
        check("rgba:ffff/ffff/ffff/0000", true);
        check("rgb:0000/0000/ffff", false);
    }

    #[test]
    fn an_end_that_comes_in_two_pieces_is_one() {
        let mut events = reply(
            "rgb:ffff/ffff/ffff",
            press(KeyCode::Esc, KeyModifiers::NONE),
        );
        events.extend(letters("\\j"));
        let heard = hear(&mut asked(), events);
        assert_eq!(heard, (letters("j"), Some(true)));
    }

    #[test]
    fn keys_before_and_after_are_the_readers() {
        let mut events = letters("jk");
        events.extend(reply("rgb:00/00/00", bell()));
        events.extend(letters("11;rgb"));
        let heard = hear(&mut asked(), events);
        assert_eq!(heard, (letters("jk11;rgb"), Some(false)));
    }

    #[test]
    fn nobody_who_did_not_ask_hears_a_reply() {
        let events = reply("rgb:ffff/ffff/ffff", bell());
        let heard = hear(&mut Background::default(), events.clone());
        assert_eq!(heard, (events.clone(), None));
        let mut background = asked();
        hear(&mut background, events.clone());
        assert_eq!(hear(&mut background, events.clone()), (events, None));
    }

    #[test]
    fn what_turns_out_to_be_typed_is_given_back_in_order() {
        let mut events = vec![alt(']')];
        events.extend(letters("1x"));
        let heard = hear(&mut asked(), events.clone());
        assert_eq!(heard, (events, None));
        let events = vec![alt(']'), Event::FocusLost];
        assert_eq!(hear(&mut asked(), events.clone()), (events, None));
    }

    #[test]
    fn half_a_reply_is_waited_for_and_then_given_back_or_forgotten() {
        let start = Instant::now();
        let mut background = asked();
        background.hear(alt(']'), start);
        assert_eq!(background.late(start), Vec::new());
        assert_eq!(background.late(start + PATIENCE), vec![alt(']')]);
        assert_eq!(background.until(), None);
        for event in reply("rgb:ffff", Event::FocusGained).into_iter().take(14) {
            background.hear(event, start);
        }
        assert_eq!(background.late(start + PATIENCE), Vec::new());
        assert_eq!(hear(&mut background, letters("j")), (letters("j"), None));
    }

    #[test]
    fn the_variable_names_colours_by_number() {
        assert_eq!(from_variable("15;0"), Some(false));
        assert_eq!(from_variable("0;15"), Some(true));
        assert_eq!(from_variable("0;default;7"), Some(true));
        assert_eq!(from_variable("12;8"), Some(false));
        assert_eq!(from_variable("default"), None);
    }
}
