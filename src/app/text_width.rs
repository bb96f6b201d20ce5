//! How wide a text may be in the reader: what the configuration says until the reader changes it.

use crate::config::TEXT_WIDTHS;

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
        let clamp = |width: u16| width.clamp(*TEXT_WIDTHS.start(), *TEXT_WIDTHS.end());
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
        let width = width.clamp(*TEXT_WIDTHS.start(), *TEXT_WIDTHS.end());
        self.chosen = (width != self.configured).then_some(width);
    }
}
