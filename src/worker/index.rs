//! The full-text index is built when nothing else is to be done, in steps short enough that a
//! mark never waits for it.

use crate::{
    ingest::plain_text,
    store::{StoreError, WriterThread},
};

const STEP: usize = 200;
const TEXT_CAP: usize = 1024 * 1024;

/// Indexes what waits; between two steps the writer serves whoever else asks, and `stop` is asked
/// whether to leave the rest for later.
pub fn index_rest(writer: &WriterThread, stop: &dyn Fn() -> bool) -> Result<(), StoreError> {
    while !stop() {
        let done =
            writer.run(|writer| writer.index_some(STEP, &|html| plain_text(html, TEXT_CAP)))?;
        if done < STEP {
            break;
        }
    }
    Ok(())
}
