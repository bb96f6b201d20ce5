//! Text in terminal cells: clusters that stay together, their widths, cutting a text to a width.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Width of a text in cells: that of its clusters, each of which has cells of its own, also where
/// two letters could be one sign (lam and alef).
pub fn cells(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        clusters(text).map(|(_, cells)| cells).sum()
    }
}

/// The cells of a cluster. The sound marks of half-width kana have a cell of their own in terminals,
/// although they belong to the letter before them.
fn cluster_cells(cluster: &str) -> usize {
    let marks = cluster.chars().filter(|c| matches!(c, 'ﾞ' | 'ﾟ')).count();
    cluster.width() + marks
}

/// The clusters of a text, each with its width in cells.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = (&str, usize)> {
    // Segmentation costs twenty times as much as this; most text is ASCII.
    let ascii = text
        .is_ascii()
        .then(|| (0..text.len()).map(|at| (&text[at..at + 1], 1)));
    let other = ascii.is_none().then(|| {
        text.graphemes(true)
            .map(|cluster| (cluster, cluster_cells(cluster)))
    });
    ascii
        .into_iter()
        .flatten()
        .chain(other.into_iter().flatten())
}

/// The beginning of a text that fits a width in cells, with "…" if something is left out.
pub fn truncate_to_cells(text: &str, width: usize) -> String {
    if cells(text) <= width {
        return text.to_owned();
    }
    let Some(room) = width.checked_sub(1) else {
        return String::new();
    };
    let mut out = String::new();
    let mut used = 0;
    for (cluster, cells) in clusters(text) {
        if used + cells > room {
            break;
        }
        used += cells;
        out.push_str(cluster);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// A text without what stands in its first cells; half a wide character leaves a blank.
pub fn without_cells(text: &str, width: usize) -> String {
    let mut left = width;
    let mut parts = clusters(text);
    for (cluster, cells) in parts.by_ref() {
        if cells > left {
            let rest: String = parts.map(|(cluster, _)| cluster).collect();
            return if left == 0 {
                format!("{cluster}{rest}")
            } else {
                format!("{}{rest}", " ".repeat(cells - left))
            };
        }
        left -= cells;
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_cut_between_clusters() {
        let check =
            |text, width, expected: &str| assert_eq!(truncate_to_cells(text, width), expected);
        check("ferry", 5, "ferry");
        check("ferries", 5, "ferr…");
        check("two words", 5, "two…");
        check("渡船沉没", 6, "渡船…");
        check("a👨\u{200d}👩\u{200d}👧b", 3, "a…");
        check("x", 0, "");
        // Lam and alef are one sign in some fonts and two cells everywhere.
        assert_eq!(cells("لا"), 2);
    }

    #[test]
    fn the_beginning_of_a_text_is_left_out_between_clusters() {
        assert_eq!(without_cells("ferry", 2), "rry");
        assert_eq!(without_cells("ferry", 0), "ferry");
        assert_eq!(without_cells("渡船沉没", 3), " 沉没");
        assert_eq!(without_cells("ab", 5), "");
    }

    proptest! {
        #[test]
        fn what_is_cut_fits(text in "\\PC{0,20}", width in 0_usize..12) {
            prop_assert!(cells(&truncate_to_cells(&text, width)) <= width);
        }
    }
}
