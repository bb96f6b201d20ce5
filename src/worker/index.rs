//! The full-text index is built when nothing else is to be done, in steps short enough that a
//! mark never waits for it.

use crate::{
    ingest::{SEARCHED_TEXT, plain_text},
    store::{StoreError, Writer},
};

/// Articles of one step.
const STEP: usize = 200;

/// Indexes some of the articles that wait; says whether more wait.
pub fn index_step(writer: &mut Writer) -> Result<bool, StoreError> {
    let done = writer.index_some(STEP, &|html| plain_text(html, SEARCHED_TEXT))?;
    Ok(done == STEP)
}
