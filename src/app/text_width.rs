//! How wide a text may be in the reader: what the configuration says until the reader changes it.

/// The narrowest a text can be made by key.
const NARROWEST: u16 = 24;
/// The widest a text can be made.
const WIDEST: u16 = 240;
/// By so many columns a key changes it.
const STEP: u16 = 4;

/// The widest a text may be, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextWidth {
    configured: u16,
    chosen: Option<u16>,
}

impl Default for TextWidth {
    fn default() -> Self {
        Self::new(80, None)
    }
}

impl TextWidth {
    /// The configured width, and the one that was chosen by key.
    pub fn new(configured: u16, chosen: Option<u16>) -> Self {
        let clamp = |width: u16| width.clamp(NARROWEST, WIDEST);
        Self {
            configured: clamp(configured),
            chosen: chosen.map(clamp),
        }
    }

    /// The width that holds.
    pub fn get(self) -> u16 {
        self.chosen.unwrap_or(self.configured)
    }

    /// The width that was chosen by key, where it is not the configured one.
    pub fn chosen(self) -> Option<u16> {
        self.chosen
    }

    /// Makes texts wider or narrower by steps than `now` columns.
    pub fn step(&mut self, now: u16, wider: bool, steps: u16) {
        let by = STEP.saturating_mul(steps);
        let width = if wider {
            now.saturating_add(by)
        } else {
            now.saturating_sub(by)
        };
        let width = width.clamp(NARROWEST, WIDEST);
        self.chosen = (width != self.configured).then_some(width);
    }
}
