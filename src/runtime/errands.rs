//! Who does what effects ask for. The loop only hands them over; answers come as messages.

use crate::app::Effect;

/// Does what effects ask for, elsewhere; never waits.
pub trait Errands {
    /// Takes an effect over.
    fn run(&mut self, effect: Effect);
}
