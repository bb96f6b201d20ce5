//! The full-text index is built when nothing else is to be done, in steps short enough that a
//! mark never waits for it.

use crate::{
    ingest::plain_text,
    store::{StoreError, Writer},
};

/// Articles of one step.
const STEP: usize = 200;
/// Text of one article that is indexed.
const TEXT_CAP: usize = 1024 * 1024;

/// Indexes some of the articles that wait; says whether more wait.
pub fn index_step(writer: &mut Writer) -> Result<bool, StoreError> {
    let done = writer.index_some(STEP, &|html| plain_text(html, TEXT_CAP))?;
    Ok(done == STEP)
}
