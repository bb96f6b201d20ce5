//! How things stand out on the screen, by what they are and not by where they stand. The default
//! uses the terminal's own 16 colours and background and one accent; without colour the same
//! differences are carried by bold, dim, underline and reverse. State always has a sign or a word
//! beside its colour.

/// A colour of the terminal's palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Red.
    Red,
    /// Green.
    Green,
    /// Yellow.
    Yellow,
    /// Cyan.
    Cyan,
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
    const PLAIN: Self = Self {
        colour: None,
        bold: false,
        dim: false,
        italic: false,
        underline: false,
        reverse: false,
    };
    const BOLD: Self = Self {
        bold: true,
        ..Self::PLAIN
    };
    const DIM: Self = Self {
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

    const fn in_colour(self, colour: Colour) -> Self {
        Self {
            colour: Some(colour),
            ..self
        }
    }

    const fn without_colour(self) -> Self {
        Self {
            colour: None,
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
        changed: "±",
        star: "★",
        followed: "◆",
        selected: "┃",
        copy: "└",
        cited: "◌",
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
        changed: "~",
        star: "+",
        followed: "^",
        selected: "|",
        copy: "`",
        cited: ".",
        failed: "!",
        refresh: "@",
        dot: "|",
        vertical: "|",
        horizontal: "-",
        beyond: ("<", ">"),
        boxes: ["[x]", "[ ]"],
    };
}

/// Everything that decides how the screen looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// The signs.
    pub glyphs: Glyphs,
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
    /// Something failed.
    pub error: Paint,
    /// Something needs attention.
    pub warning: Paint,
}

impl Default for Theme {
    fn default() -> Self {
        let accent = Paint::PLAIN.in_colour(Colour::Cyan);
        Self {
            glyphs: Glyphs::UNICODE,
            text: Paint::PLAIN,
            dim: Paint::DIM,
            accent: Paint {
                bold: true,
                ..accent
            },
            title: Paint::BOLD,
            read_title: Paint::DIM,
            unread: accent,
            changed: Paint::PLAIN.in_colour(Colour::Yellow),
            star: Paint::PLAIN.in_colour(Colour::Yellow),
            heading: Paint::BOLD,
            link: Paint {
                underline: true,
                ..Paint::PLAIN
            },
            code: Paint::PLAIN.in_colour(Colour::Green),
            quote: Paint {
                italic: true,
                ..Paint::PLAIN
            },
            standfirst: Paint {
                italic: true,
                ..Paint::PLAIN
            },
            found: Paint {
                reverse: true,
                ..Paint::PLAIN
            },
            error: Paint::PLAIN.in_colour(Colour::Red),
            warning: Paint::PLAIN.in_colour(Colour::Yellow),
        }
    }
}

impl Theme {
    /// The theme for a terminal: `NO_COLOR` takes the colours, `ascii` the signs beyond ASCII.
    pub fn new(no_colour: bool, ascii: bool) -> Self {
        let mut theme = Self::default();
        if ascii {
            theme.glyphs = Glyphs::ASCII;
        }
        if no_colour {
            theme.without_colour()
        } else {
            theme
        }
    }

    fn without_colour(self) -> Self {
        Self {
            glyphs: self.glyphs,
            text: self.text.without_colour(),
            dim: self.dim.without_colour(),
            accent: self.accent.without_colour(),
            title: self.title.without_colour(),
            read_title: self.read_title.without_colour(),
            unread: self.unread.without_colour(),
            changed: self.changed.without_colour(),
            star: self.star.without_colour(),
            heading: self.heading.without_colour(),
            link: self.link.without_colour(),
            code: self.code.without_colour(),
            quote: self.quote.without_colour(),
            standfirst: self.standfirst.without_colour(),
            found: self.found.without_colour(),
            error: self.error.without_colour(),
            warning: self.warning.without_colour(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_the_accent_is_still_bold_and_matches_are_reversed() {
        let theme = Theme::new(true, false);
        assert_eq!(theme.accent, Paint::BOLD);
        assert!(theme.found.reverse);
        assert_eq!(theme.error.colour, None);
    }

    #[test]
    fn every_ascii_sign_is_ascii() {
        assert!(format!("{:?}", Theme::new(false, true).glyphs).is_ascii());
    }
}
