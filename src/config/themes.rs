//! The themes that come with the program. `terminal`, `light`, `dark` and `contrast` use the
//! terminal's own palette and background; `paper` and `night` have colours of their own.

use serde::{Deserialize, Serialize};

use crate::config::theme::{Colour, Glyphs, Ground, Paint, Theme};

/// A theme by its name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeName {
    /// The terminal's sixteen colours and its background.
    #[default]
    Terminal,
    /// `light` or `dark`, by what the terminal says of its background.
    Auto,
    /// The terminal's palette, as it is read on a light background.
    Light,
    /// The same for a dark one.
    Dark,
    /// Nothing dim, nothing told by colour.
    Contrast,
    /// Ink on warm paper.
    Paper,
    /// Grey on a dark blue.
    Night,
}

impl ThemeName {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Terminal,
        Self::Auto,
        Self::Light,
        Self::Dark,
        Self::Contrast,
        Self::Paper,
        Self::Night,
    ];

    /// What the configuration calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
            Self::Paper => "paper",
            Self::Night => "night",
        }
    }

    /// What it looks like, in a few words.
    pub fn help(self) -> &'static str {
        match self {
            Self::Terminal => "the terminal's sixteen colours",
            Self::Auto => "light or dark, as the terminal is",
            Self::Light => "for a light background",
            Self::Dark => "for a dark background",
            Self::Contrast => "nothing dim, nothing told by colour",
            Self::Paper => "ink on warm paper",
            Self::Night => "grey on a dark blue",
        }
    }

    /// The theme of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// The theme itself, on a terminal whose background is light or not.
    pub(super) fn theme(self, is_light: bool) -> Theme {
        match self {
            Self::Terminal => TERMINAL,
            Self::Auto if is_light => LIGHT,
            Self::Auto | Self::Dark => DARK,
            Self::Light => LIGHT,
            Self::Contrast => CONTRAST,
            Self::Paper => PAPER.theme(),
            Self::Night => NIGHT.theme(),
        }
    }
}

const UNDERLINED: Paint = Paint {
    underline: true,
    ..Paint::PLAIN
};
const SLANTED: Paint = Paint {
    italic: true,
    ..Paint::PLAIN
};
const REVERSED: Paint = Paint {
    reverse: true,
    ..Paint::PLAIN
};

const TERMINAL: Theme = Theme {
    glyphs: Glyphs::UNICODE,
    ground: None,
    text: Paint::PLAIN,
    dim: Paint::DIM,
    accent: Paint::BOLD.in_colour(Colour::Cyan),
    title: Paint::BOLD,
    read_title: Paint::DIM,
    unread: Paint::PLAIN.in_colour(Colour::Cyan),
    changed: Paint::PLAIN.in_colour(Colour::Yellow),
    star: Paint::PLAIN.in_colour(Colour::Yellow),
    heading: Paint::BOLD,
    link: UNDERLINED,
    code: Paint::PLAIN.in_colour(Colour::Green),
    quote: SLANTED,
    standfirst: SLANTED,
    found: REVERSED,
    highlight: Paint::BOLD.in_colour(Colour::Magenta),
    new: Paint::BOLD.in_colour(Colour::Cyan),
    error: Paint::PLAIN.in_colour(Colour::Red),
    warning: Paint::PLAIN.in_colour(Colour::Yellow),
};

/// Yellow and cyan cannot be read on white.
const LIGHT: Theme = Theme {
    accent: Paint::BOLD.in_colour(Colour::Blue),
    unread: Paint::PLAIN.in_colour(Colour::Blue),
    changed: Paint::PLAIN.in_colour(Colour::Magenta),
    star: Paint::PLAIN.in_colour(Colour::Magenta),
    highlight: Paint::BOLD.in_colour(Colour::Red),
    new: Paint::BOLD.in_colour(Colour::Blue),
    warning: Paint::PLAIN.in_colour(Colour::Magenta),
    ..TERMINAL
};

const DARK: Theme = Theme {
    accent: Paint::BOLD.in_colour(Colour::BrightCyan),
    unread: Paint::PLAIN.in_colour(Colour::BrightCyan),
    changed: Paint::PLAIN.in_colour(Colour::BrightYellow),
    star: Paint::PLAIN.in_colour(Colour::BrightYellow),
    code: Paint::PLAIN.in_colour(Colour::BrightGreen),
    new: Paint::BOLD.in_colour(Colour::BrightCyan),
    error: Paint::PLAIN.in_colour(Colour::BrightRed),
    warning: Paint::PLAIN.in_colour(Colour::BrightYellow),
    ..TERMINAL
};

const CONTRAST: Theme = Theme {
    dim: Paint::PLAIN,
    accent: Paint {
        underline: true,
        ..Paint::BOLD
    },
    read_title: Paint::PLAIN,
    unread: Paint::BOLD,
    changed: Paint::BOLD,
    star: Paint::BOLD,
    code: Paint::PLAIN,
    quote: Paint::PLAIN,
    standfirst: Paint::PLAIN,
    highlight: Paint {
        underline: true,
        ..Paint::BOLD
    },
    new: Paint {
        underline: true,
        ..Paint::BOLD
    },
    error: Paint {
        reverse: true,
        ..Paint::BOLD
    },
    warning: Paint::BOLD,
    ..TERMINAL
};

/// The colours of a theme that has its own.
struct Palette {
    letters: Colour,
    background: Colour,
    dim: Colour,
    accent: Colour,
    second: Colour,
    code: Colour,
    highlight: Colour,
    error: Colour,
}

const PAPER: Palette = Palette {
    letters: Colour::Rgb(43, 42, 39),
    background: Colour::Rgb(250, 246, 238),
    dim: Colour::Rgb(107, 102, 93),
    accent: Colour::Rgb(31, 95, 139),
    second: Colour::Rgb(146, 82, 12),
    code: Colour::Rgb(56, 104, 56),
    highlight: Colour::Rgb(122, 46, 110),
    error: Colour::Rgb(176, 38, 30),
};

const NIGHT: Palette = Palette {
    letters: Colour::Rgb(212, 215, 220),
    background: Colour::Rgb(22, 25, 31),
    dim: Colour::Rgb(133, 141, 152),
    accent: Colour::Rgb(127, 180, 202),
    second: Colour::Rgb(217, 168, 96),
    code: Colour::Rgb(152, 187, 143),
    highlight: Colour::Rgb(201, 150, 198),
    error: Colour::Rgb(224, 122, 118),
};

impl Palette {
    fn theme(&self) -> Theme {
        let plain = |colour| Paint::PLAIN.in_colour(colour);
        Theme {
            ground: Some(Ground {
                letters: self.letters,
                background: self.background,
            }),
            dim: plain(self.dim),
            accent: Paint::BOLD.in_colour(self.accent),
            read_title: plain(self.dim),
            unread: plain(self.accent),
            changed: plain(self.second),
            star: plain(self.second),
            code: plain(self.code),
            highlight: Paint::BOLD.in_colour(self.highlight),
            new: Paint::BOLD.in_colour(self.accent),
            error: plain(self.error),
            warning: plain(self.second),
            ..TERMINAL
        }
    }
}

impl Colour {
    /// The nearest of the 256 colours: of the cube of 6 × 6 × 6, or of the 24 greys.
    pub(super) fn of_256(self) -> Self {
        const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        let Self::Rgb(red, green, blue) = self else {
            return self;
        };
        let nearest = |value: u8| {
            let step = |index: &usize| STEPS[*index].abs_diff(value);
            (0..STEPS.len()).min_by_key(step).unwrap_or_default()
        };
        let distance = |colour: [u8; 3]| -> u32 {
            let parts = colour.into_iter().zip([red, green, blue]);
            parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
        };
        let [r, g, b] = [red, green, blue].map(nearest);
        let cube = 16 + 36 * r + 6 * g + b;
        let grey = |index: u8| 8 + 10 * index;
        let near = |index: &u8| distance([grey(*index); 3]);
        let greyest = (0..24_u8).min_by_key(near).unwrap_or_default();
        if near(&greyest) < distance([STEPS[r], STEPS[g], STEPS[b]]) {
            Self::Indexed(232 + greyest)
        } else {
            Self::Indexed(u8::try_from(cube).unwrap_or(u8::MAX))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::theme::Look;

    /// Relative luminance as WCAG 2.2 defines it.
    fn luminance(colour: Colour) -> f64 {
        let Colour::Rgb(red, green, blue) = colour else {
            panic!("{colour:?} is not of the theme's own");
        };
        let linear = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    #[test]
    fn everything_is_read_on_its_background() {
        for theme in [ThemeName::Paper, ThemeName::Night] {
            let theme = theme.theme(false);
            let ground = theme.ground.expect("its own");
            for paint in theme.paints() {
                let letters = luminance(paint.colour.unwrap_or(ground.letters));
                let background = luminance(ground.background);
                let (light, dark) = (letters.max(background), letters.min(background));
                let contrast = (light + 0.05) / (dark + 0.05);
                assert!(contrast >= 4.5, "{paint:?}: {contrast:.2}");
            }
        }
    }

    #[test]
    fn high_contrast_has_nothing_dim_and_no_colour() {
        let theme = ThemeName::Contrast.theme(false);
        let paints = theme.paints();
        assert!(
            paints
                .iter()
                .all(|paint| !paint.dim && paint.colour.is_none())
        );
    }

    #[test]
    fn a_terminal_of_256_colours_gets_near_ones() {
        assert_eq!(Colour::Rgb(255, 0, 0).of_256(), Colour::Indexed(196));
        assert_eq!(Colour::Rgb(128, 128, 128).of_256(), Colour::Indexed(244));
        assert_eq!(Colour::Red.of_256(), Colour::Red);
        let look = Look {
            theme: ThemeName::Night,
            ..Look::default()
        };
        let theme = Theme::new(look);
        let is_rgb = |paint: &Paint| matches!(paint.colour, Some(Colour::Rgb(..)));
        assert!(!theme.paints().iter().any(is_rgb));
    }

    #[test]
    fn auto_follows_the_terminal() {
        assert_eq!(ThemeName::Auto.theme(true), LIGHT);
        assert_eq!(ThemeName::Auto.theme(false), DARK);
    }
}
