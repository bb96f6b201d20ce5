//! What can be told from an address alone.

/// Whether an address is an aggregator's that does not tell where the article is; only its own
/// server knows. The id of an article there is a message that begins so.
pub fn hides_original(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let web = path.starts_with("https://") || path.starts_with("http://");
    web && ["/articles/CBMi", "/read/CBMi"]
        .iter()
        .any(|mark| path.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_hides_the_original_if_it_holds_a_number_of_the_aggregators() {
        let check = |address: &str, hides| assert_eq!(hides_original(address), hides, "{address}");
        check(
            "https://news.google.com/rss/articles/CBMiCEFVX3lxTE5h?oc=5",
            true,
        );
        check("https://news.google.com/read/CBMiCEFVX3lxTE5h?hl=en", true);
        check("https://news.google.com/topics/CAAqJ", false);
        check("https://harbor.example/articles/ferry", false);
        check("https://harbor.example/?back=/articles/CBMiCEFV", false);
        check("javascript:/articles/CBMiCEFV", false);
    }
}
