//! How things stand out on the screen, by what they are and not by where they stand. The default
//! uses the terminal's own 16 colours and background and one accent; without colour the same
//! differences are carried by bold, dim, underline and reverse. State always has a sign or a word
//! beside its colour.

use crate::config::themes::ThemeName;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Red of the terminal's palette.
    Red,
    /// Green of it.
    Green,
    /// Yellow of it.
    Yellow,
    /// Blue of it.
    Blue,
    /// Magenta of it.
    Magenta,
    /// Cyan of it.
    Cyan,
    /// Its bright red.
    BrightRed,
    /// Its bright green.
    BrightGreen,
    /// Its bright yellow.
    BrightYellow,
    /// Its bright cyan.
    BrightCyan,
    /// One of the 256 colours.
    Indexed(u8),
    /// Red, green and blue, for terminals that show all of them.
    Rgb(u8, u8, u8),
}

/// How a piece of text is painted; the default is plain text in the terminal's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Paint {
    /// Colour of the letters; `None` is the terminal's.
    pub colour: Option<Colour>,
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Letters and background exchanged.
    pub reverse: bool,
}

impl Paint {
    pub(super) const PLAIN: Self = Self {
        colour: None,
        bold: false,
        dim: false,
        italic: false,
        underline: false,
        reverse: false,
    };
    pub(super) const BOLD: Self = Self {
        bold: true,
        ..Self::PLAIN
    };
    pub(super) const DIM: Self = Self {
        dim: true,
        ..Self::PLAIN
    };

    /// The same for a headline: what was made from the text, because the feed gives none, is slanted.
    pub const fn of_title(self, derived: bool) -> Self {
        Self {
            italic: self.italic || derived,
            ..self
        }
    }

    pub(super) const fn in_colour(self, colour: Colour) -> Self {
        Self {
            colour: Some(colour),
            ..self
        }
    }

    fn with_colours(self, change: &impl Fn(Colour) -> Option<Colour>) -> Self {
        Self {
            colour: self.colour.and_then(change),
            ..self
        }
    }
}

/// The signs of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// The row the cursor stands on.
    pub cursor: &'static str,
    /// Unread.
    pub unread: &'static str,
    /// Unread, but nothing new to the reader.
    pub nothing_new: &'static str,
    /// Read.
    pub read: &'static str,
    /// Beside a sentence with something new to the reader.
    pub new: &'static str,
    /// Changed since it was read.
    pub changed: &'static str,
    /// Starred.
    pub star: &'static str,
    /// Followed.
    pub followed: &'static str,
    /// Selected with others.
    pub selected: &'static str,
    /// A copy, below its original.
    pub copy: &'static str,
    /// Cited, but of no feed of the reader's.
    pub cited: &'static str,
    /// A feed that is left alone.
    pub paused: &'static str,
    /// A feed or job that failed.
    pub failed: &'static str,
    /// A running refresh.
    pub refresh: &'static str,
    /// Between two facts on a line.
    pub dot: &'static str,
    /// Between two panes.
    pub vertical: &'static str,
    /// Below a heading.
    pub horizontal: &'static str,
    /// At the left and the right edge of a line that goes on beyond it.
    pub beyond: (&'static str, &'static str),
    /// A chosen box and an empty one.
    pub boxes: [&'static str; 2],
}

impl Glyphs {
    /// Signs that ordinary fonts hold.
    pub const UNICODE: Self = Self {
        cursor: "▸",
        unread: "●",
        nothing_new: "○",
        read: "✓",
        new: "▎",
        changed: "±",
        star: "★",
        followed: "◆",
        selected: "┃",
        copy: "└",
        cited: "◌",
        paused: "‖",
        failed: "!",
        refresh: "⟳",
        dot: "·",
        vertical: "│",
        horizontal: "─",
        beyond: ("‹", "›"),
        boxes: ["[x]", "[ ]"],
    };

    /// Signs that every terminal holds.
    pub const ASCII: Self = Self {
        cursor: ">",
        unread: "*",
        nothing_new: "o",
        read: "-",
        new: "|",
        changed: "~",
        star: "+",
        followed: "^",
        selected: "|",
        copy: "`",
        cited: ".",
        paused: "=",
        failed: "!",
        refresh: "@",
        dot: "|",
        vertical: "|",
        horizontal: "-",
        beyond: ("<", ">"),
        boxes: ["[x]", "[ ]"],
    };
}

/// Letters and background of a theme that has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// Colour of letters that have no other.
    pub letters: Colour,
    /// What is behind them.
    pub background: Colour,
}

/// What the terminal and the reader want of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Which theme.
    pub theme: ThemeName,
    /// No colours at all.
    pub no_colour: bool,
    /// Only ASCII signs.
    pub ascii: bool,
    /// The terminal shows all colours, not only the 256.
    pub truecolour: bool,
    /// The terminal's background is light, as far as it has said so.
    pub is_light: bool,
}

/// Everything that decides how the screen looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// The signs.
    pub glyphs: Glyphs,
    /// Letters and background; `None` are the terminal's.
    pub ground: Option<Ground>,
    /// Running text.
    pub text: Paint,
    /// What matters least: meta lines, rules, hints.
    pub dim: Paint,
    /// The one accent: cursor, focused pane, keys.
    pub accent: Paint,
    /// Title of an article, and of what the cursor stands on.
    pub title: Paint,
    /// Headline of a read story.
    pub read_title: Paint,
    /// Sign of something unread.
    pub unread: Paint,
    /// Sign of something that changed.
    pub changed: Paint,
    /// Star.
    pub star: Paint,
    /// Heading in an article.
    pub heading: Paint,
    /// Link in an article.
    pub link: Paint,
    /// Program text.
    pub code: Paint,
    /// Somebody else's words.
    pub quote: Paint,
    /// The publisher's summary over a text.
    pub standfirst: Paint,
    /// A word that was searched for.
    pub found: Paint,
    /// What an expression of the reader's lights up.
    pub highlight: Paint,
    /// What is new to the reader.
    pub new: Paint,
    /// Something failed.
    pub error: Paint,
    /// Something needs attention.
    pub warning: Paint,
}

impl Default for Theme {
    fn default() -> Self {
        Self::new(Look::default())
    }
}

impl Theme {
    /// The theme that is wanted, with what the terminal can show of it.
    pub fn new(look: Look) -> Self {
        let theme = look.theme.theme(look.is_light);
        let glyphs = if look.ascii {
            Glyphs::ASCII
        } else {
            Glyphs::UNICODE
        };
        let theme = Self { glyphs, ..theme };
        match (look.no_colour, look.truecolour) {
            (true, _) => theme.with_colours(&|_| None),
            (false, false) => theme.with_colours(&|colour| Some(colour.of_256())),
            (false, true) => theme,
        }
    }

    fn with_colours(self, change: &impl Fn(Colour) -> Option<Colour>) -> Self {
        let of = |paint: Paint| paint.with_colours(change);
        let ground = self.ground.and_then(|ground| {
            Some(Ground {
                letters: change(ground.letters)?,
                background: change(ground.background)?,
            })
        });
        Self {
            glyphs: self.glyphs,
            ground,
            text: of(self.text),
            dim: of(self.dim),
            accent: of(self.accent),
            title: of(self.title),
            read_title: of(self.read_title),
            unread: of(self.unread),
            changed: of(self.changed),
            star: of(self.star),
            heading: of(self.heading),
            link: of(self.link),
            code: of(self.code),
            quote: of(self.quote),
            standfirst: of(self.standfirst),
            found: of(self.found),
            highlight: of(self.highlight),
            new: of(self.new),
            error: of(self.error),
            warning: of(self.warning),
        }
    }

    /// All its paints.
    #[cfg(test)]
    pub(super) fn paints(&self) -> [Paint; 18] {
        [
            self.text,
            self.dim,
            self.accent,
            self.title,
            self.read_title,
            self.unread,
            self.changed,
            self.star,
            self.heading,
            self.link,
            self.code,
            self.quote,
            self.standfirst,
            self.found,
            self.highlight,
            self.new,
            self.error,
            self.warning,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_the_accent_is_still_bold_and_matches_are_reversed() {
        for theme in ThemeName::ALL {
            let look = Look {
                theme,
                no_colour: true,
                ..Look::default()
            };
            let theme = Theme::new(look);
            assert!(theme.accent.bold);
            assert!(theme.found.reverse);
            assert!(theme.paints().iter().all(|paint| paint.colour.is_none()));
            assert_eq!(theme.ground, None);
        }
    }

    #[test]
    fn every_ascii_sign_is_ascii() {
        let look = Look {
            ascii: true,
            ..Look::default()
        };
        assert!(format!("{:?}", Theme::new(look).glyphs).is_ascii());
    }
}
