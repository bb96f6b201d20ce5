//! Puts the pieces of a feed together to a document that feed-rs reads.
//!
//! feed-rs knows few versions of RSS and exact namespaces only, and takes a default namespace it
//! does not know as a reason to see nothing at all; so the root element is always one of ours.

use super::cut::{Cut, Format};
use super::markup::{Attribute, decode, escape};
use super::repair::names_resolved;

/// The namespaces that mean something to feed-rs or to us, by their usual prefix.
const NAMESPACES: [(&str, &str); 12] = [
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rss", "http://purl.org/rss/1.0/"),
    ("atom", "http://www.w3.org/2005/Atom"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("podcast", "https://podcastindex.org/namespace/1.0"),
    ("wfw", "http://wellformedweb.org/CommentAPI/"),
    ("slash", "http://purl.org/rss/1.0/modules/slash/"),
    ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ("feedburner", "http://rssnamespace.org/feedburner/ext/1.0"),
];

/// The name feed-rs knows a namespace by, for the names that feeds give it.
fn namespace(name: &str) -> Option<&'static str> {
    let bare = |name: &str| {
        let name = name.trim().to_ascii_lowercase();
        let name = name
            .strip_prefix("https://")
            .or_else(|| name.strip_prefix("http://"))
            .unwrap_or(&name);
        name.trim_end_matches(['/', '#']).to_owned()
    };
    let wanted = match bare(name).as_str() {
        "purl.org/atom/ns" | "purl.org/net/atom" | "example.com/newformat" => {
            "www.w3.org/2005/atom".to_owned()
        }
        "my.netscape.com/rdf/simple/0.9"
        | "channel.netscape.com/rdf/simple/0.9"
        | "purl.org/net/rss1.1" => "purl.org/rss/1.0".to_owned(),
        "purl.org/dc/elements/1.0" | "purl.org/dc/terms" => "purl.org/dc/elements/1.1".to_owned(),
        "tools.search.yahoo.com/mrss" => "search.yahoo.com/mrss".to_owned(),
        other => other.to_owned(),
    };
    NAMESPACES
        .iter()
        .map(|(_, full)| *full)
        .find(|full| bare(full) == wanted)
}

/// Puts pieces together to a document that feed-rs knows: a root with the namespaces by the names
/// it expects, whether the feed declares them or not, and no default namespace, which it takes as
/// the feed's own.
pub(super) fn assemble<'i>(
    cut: &Cut<'_>,
    head: &str,
    items: impl Iterator<Item = &'i str> + Clone,
    tail: &str,
) -> String {
    let (root, close) = match cut.format {
        Format::Rss => ("<rss version=\"2.0\"", "</channel></rss>"),
        Format::Rdf => ("<rdf:RDF", "</rdf:RDF>"),
        Format::Atom => ("<feed", "</feed>"),
    };
    let mut out = String::with_capacity(
        head.len() + tail.len() + 2048 + items.clone().map(str::len).sum::<usize>(),
    );
    out.push_str(root);
    push_attributes(&mut out, &cut.attributes);
    out.push('>');
    if cut.format == Format::Rss {
        out.push_str("<channel>");
    }
    out.push_str(&names_resolved(head));
    items.for_each(|item| out.push_str(&names_resolved(item)));
    out.push_str(&names_resolved(tail));
    out.push_str(close);
    out
}

fn push_attributes(out: &mut String, written: &[Attribute<'_>]) {
    let mut names: Vec<&str> = Vec::new();
    for attribute in written {
        let name = attribute.name;
        let value = decode(attribute.value);
        let wanted = name.starts_with("xmlns:")
            || name == "xml:lang"
            || name == "xml:base" && url::Url::parse(&value).is_ok();
        if !wanted || names.contains(&name) || name.contains(['<', '&', '"', '\'']) {
            continue;
        }
        names.push(name);
        let value = namespace(&value).unwrap_or(&value);
        out.push_str(&format!(
            " {name}=\"{}\"",
            escape(value).replace('"', "&quot;")
        ));
    }
    for (prefix, full) in NAMESPACES {
        let name = format!("xmlns:{prefix}");
        if !names.contains(&name.as_str()) {
            out.push_str(&format!(" {name}=\"{full}\""));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::cut::cut;

    #[test]
    fn the_root_is_one_that_feed_rs_knows() {
        let cut = cut("<rss version='0.94' xmlns='http://backend.userland.com/rss2' xmlns:m='https://search.yahoo.com/mrss' \
             xml:base='http://['><channel><title>T</title></channel><item>1</item></rss>")
            .expect("a feed");
        let whole = assemble(&cut, &cut.head, cut.items.iter().copied(), &cut.tail);
        assert!(
            whole.starts_with(
                "<rss version=\"2.0\" xmlns:m=\"http://search.yahoo.com/mrss/\" xmlns:rdf="
            ),
            "{whole}"
        );
        assert!(
            whole.ends_with("><channel><title>T</title><item>1</item></channel></rss>"),
            "{whole}"
        );
    }
}
