//! Formats old and odd, elements of other namespaces, and files in disguise.

use std::io::Write;

use super::*;
use crate::model::{Enclosure, Timestamp};

fn read(bytes: &[u8]) -> ParsedFeed {
    let context = FeedContext {
        url: "https://feeds.example/all.xml",
        content_type: None,
    };
    parse_feed(bytes, &context, &|_| false).expect("a feed")
}

/// The one article of a feed of RSS with this in its item.
fn item(inner: &str) -> NewArticle {
    let text =
        format!("<rss version='2.0'><channel><title>T</title><item>{inner}</item></channel></rss>");
    let mut feed = read(text.as_bytes());
    assert_eq!(feed.articles.len(), 1, "{inner}");
    feed.articles.remove(0)
}

/// Headline, address and date of the one article of a feed.
fn told(feed: &str) -> (String, Option<String>, Option<String>) {
    let feed = read(feed.as_bytes());
    let article = feed.articles.first().expect("an article");
    (
        article.title.clone(),
        article.url.clone(),
        article.published.map(|time| time.utc().to_rfc3339()),
    )
}

fn expected(title: &str, url: &str, date: &str) -> (String, Option<String>, Option<String>) {
    let date = (!date.is_empty()).then(|| format!("{date}+00:00"));
    (title.to_owned(), Some(url.to_owned()), date)
}

#[test]
fn every_version_of_rss_is_read() {
    let check = |feed: &str, date: &str| {
        assert_eq!(
            told(feed),
            expected("Tide", "https://bay.example/1", date),
            "{feed}"
        );
    };
    let item = "<item><title>Tide</title><link>https://bay.example/1</link></item>";
    for version in ["0.91", "0.92", "0.93", "0.94", "2.0", "2.01", "4.20"] {
        check(
            &format!("<rss version='{version}'><channel><title>T</title>{item}</channel></rss>"),
            "",
        );
    }
    check(
        &format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'>\
             <channel><title>T</title></channel>{item}</rdf:RDF>"
        ),
        "",
    );
    check(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>\
         <channel><title>T</title></channel><item rdf:about='https://bay.example/1'><title>Tide</title>\
         <dc:date>2026-05-07T10:00+02:00</dc:date></item></rdf:RDF>",
        "2026-05-07T08:00:00",
    );
    check(
        "<CHANNEL HREF='https://bay.example/'><TITLE>T</TITLE>\
         <ITEM HREF='https://bay.example/1' LASTMOD='2026-05-07T10:00'><TITLE>Tide</TITLE></ITEM></CHANNEL>",
        "2026-05-07T10:00:00",
    );
}

#[test]
fn atom_before_it_was_finished_is_read() {
    let feed = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Bay</title><entry>\
        <title mode='base64'>VGlkZSA8Yj5oaWdoPC9iPg==</title>\
        <link rel='alternate' type='text/html'>https://bay.example/1</link>\
        <issued>2026-05-07T08:00:00Z</issued><modified>2026-05-07T09:00:00Z</modified>\
        <content type='text/html' mode='escaped'>&lt;p&gt;It rises.&lt;/p&gt;</content></entry></feed>";
    let (title, url, date) = told(feed);
    assert_eq!(title.replace("<b>", "").replace("</b>", ""), "Tide high");
    assert_eq!(
        (url, date),
        (
            Some("https://bay.example/1".to_owned()),
            Some("2026-05-07T08:00:00+00:00".to_owned())
        )
    );
    let article = &read(feed.as_bytes()).articles[0];
    assert_eq!(article.updated, Timestamp::parse("2026-05-07T09:00:00Z"));
    assert_eq!(article.text, "It rises.");
}

#[test]
fn names_of_characters_that_only_pages_know_are_characters() {
    let article = item("<title>&Scaron;koda &chi;&nbsp;&ndash; A&amp;B &nosuch;</title>");
    assert_eq!(article.title, "Škoda χ – A&B &nosuch;");
    let atom = "<feed><title>T</title><entry><id>1</id><title type='text'>&pi; &lt; 4</title></entry></feed>";
    assert_eq!(read(atom.as_bytes()).articles[0].title, "π < 4");
    let article = item(
        "<title>t</title><description>&lt;p&gt;&amp;alpha; &amp;oelig;&lt;/p&gt;</description>",
    );
    assert_eq!(article.text, "α œ");
}

#[test]
fn a_feed_has_its_name_however_it_is_written() {
    let check = |head: &str| {
        let feed = format!(
            "<rss version='2.0'><channel>{head}<item><title>a</title></item></channel></rss>"
        );
        assert_eq!(
            read(feed.as_bytes()).title.as_deref(),
            Some("Bay Notes"),
            "{head}"
        );
    };
    check("<title>Bay Notes</title>");
    check("<title><![CDATA[Bay]]> Notes</title>");
    check("<title><p>Bay <b>Notes</b></p></title>");
    check("<TiTlE>Bay Notes</TiTlE>");
    check("<dc:title>Bay Notes</dc:title>");
    check("<dc:title>Other</dc:title><title>Bay Notes</title>");
}

#[test]
fn elements_of_other_namespaces_are_read() {
    let article = item(
        "<media:group><media:title>Gulls return</media:title>\
         <media:content url='https://bay.example/g.mp4' type='video/mp4' fileSize='9' duration='3723'/>\
         <media:description>They are back.</media:description></media:group>\
         <link>https://bay.example/2</link><itunes:author>Ann Lee</itunes:author>",
    );
    assert_eq!(
        (
            article.title.as_str(),
            article.text.as_str(),
            article.author.as_deref()
        ),
        ("Gulls return", "They are back.", Some("Ann Lee"))
    );
    let video = Enclosure {
        url: "https://bay.example/g.mp4".to_owned(),
        media_type: Some("video/mp4".to_owned()),
        bytes: Some(9),
        duration: Some(3723),
    };
    assert_eq!(article.enclosures, [video]);
    let article = item(
        "<title>t</title><dc:author>Bo Ray</dc:author><dc:date>2026-05-07</dc:date><dc:language>nb</dc:language>\
         <content:encoded><![CDATA[<p>Whole text.</p>]]></content:encoded><description>Part.</description>\
         <source url='https://post.example/rss'>Calder Post</source><comments>https://bay.example/2#talk</comments>",
    );
    assert_eq!(
        (
            article.author.as_deref(),
            article.lang.as_deref(),
            article.text.as_str()
        ),
        (Some("Bo Ray"), Some("nb"), "Whole text.")
    );
    assert_eq!(article.published, Timestamp::parse("2026-05-07T00:00:00Z"));
    assert_eq!(
        (
            article.source.as_deref(),
            article.source_url.as_deref(),
            article.comments.as_deref()
        ),
        (
            Some("Calder Post"),
            Some("https://post.example/rss"),
            Some("https://bay.example/2#talk")
        )
    );
}

#[test]
fn links_of_atom_are_told_by_their_relation() {
    let feed = read(
        b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://bay.example/notes/'><title>T</title>\
          <link rel='self' href='feed.atom'/><link href='./'/><entry xml:base='2026/'><id>1</id><title>a</title>\
          <link rel='enclosure' href='a.ogg' type='audio/ogg' length='7'/><link rel='replies' href='a#talk' type='text/html'/>\
          <link rel='via' href='https://other.example/'/><link rel='alternate' href='a'/></entry></feed>",
    );
    assert_eq!(
        feed.self_url.as_deref(),
        Some("https://bay.example/notes/feed.atom")
    );
    assert_eq!(feed.site.as_deref(), Some("https://bay.example/notes/"));
    let article = &feed.articles[0];
    assert_eq!(
        article.url.as_deref(),
        Some("https://bay.example/notes/2026/a")
    );
    assert_eq!(
        article.comments.as_deref(),
        Some("https://bay.example/notes/2026/a#talk")
    );
    assert_eq!(article.enclosures.len(), 1);
    assert_eq!(
        article.enclosures[0].url,
        "https://bay.example/notes/2026/a.ogg"
    );
}

#[test]
fn a_feed_packed_in_secret_is_unpacked_up_to_a_limit() {
    let packed = |bytes: &[u8]| {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).expect("in memory");
        writer.finish().expect("in memory")
    };
    let feed =
        packed(b"<rss><channel><title>Packed</title><item><title>a</title></item></channel></rss>");
    assert_eq!(read(&feed).title.as_deref(), Some("Packed"));
    let context = FeedContext {
        url: "",
        content_type: None,
    };
    let refused = |bytes: &[u8]| {
        let error = parse_feed(bytes, &context, &|_| false).expect_err("no feed");
        error.to_string()
    };
    assert_eq!(
        refused(&packed(b"<html><p>x")),
        "This is a web page, not a feed."
    );
    assert_eq!(
        refused(&packed(&vec![b' '; 21 * 1024 * 1024])),
        "This is a compressed file of more than 20 MB, not a feed."
    );
    assert_eq!(
        refused(&feed[..10]),
        "This is a compressed file, not a feed."
    );
}

#[test]
fn broken_json_is_put_in_order() {
    let feed = read(
        b"\xef\xbb\xbf{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Bay\", \"items\": [\
          {\"id\": \"1\", \"title\": \"half \\ud83d\", \"url\": \"https://bay.example/1\",},]}",
    );
    assert_eq!(feed.articles[0].title, "half \u{fffd}");
    assert_eq!(feed.notes, ["The JSON is not well-formed and repaired."]);
    assert!(!feed.cut_off);
    let feed = read(
        b"{\"title\": \"Bay\", \"items\": [{\"id\": \"1\", \"title\": \"a\"}, {\"id\": \"2\", \"ti",
    );
    assert_eq!((feed.articles.len(), feed.cut_off), (1, true));
    let context = FeedContext {
        url: "",
        content_type: None,
    };
    let error = parse_feed(b"{\"items\": [\n{\"id\": \"1", &context, &|_| false);
    assert_eq!(
        error.expect_err("nothing whole").to_string(),
        "The feed is broken at line 2, column 9: the JSON is broken there."
    );
}

#[test]
fn an_encoding_by_any_of_its_labels_is_read() {
    let check = |label: &str, bytes: &[u8], title: &str| {
        let mut feed =
            format!("<?xml version='1.0' encoding='{label}'?><rss><channel><title>").into_bytes();
        feed.extend(bytes);
        feed.extend(b"</title><item><title>a</title></item></channel></rss>");
        assert_eq!(read(&feed).title.as_deref(), Some(title), "{label}");
    };
    check("cp1251", b"\xcf\xee\xf0\xf2", "Порт");
    check("koi8-ru", b"\xf0\xcf\xd2\xd4", "Порт");
    check("x-sjis", b"\x8d\x60", "港");
    check("csISO2022JP", b"\x1b$B9A\x1b(B", "港");
    check("gbk", b"\xb8\xdb", "港");
    check("big5-hkscs", b"\xb4\xe4", "港");
    check("ks_c_5601-1987", b"\xc7\xd7", "항");
    check("latin2", b"\xb1", "ą");
    check("windows-874", b"\xa1", "ก");
    check("no-such", b"\xe9t\xe9", "été");
    check("utf-16", "été".as_bytes(), "été");
    check("iso-2022-kr", b"port", "port");
}

#[test]
fn how_long_a_recording_runs_is_read_wherever_a_feed_says_it() {
    let times = |article: &NewArticle| -> Vec<Option<u32>> {
        let files = article.enclosures.iter();
        files.map(|file| file.duration).collect()
    };
    let article = item(
        "<title>Talk</title><itunes:duration>1:02:03</itunes:duration>\
         <enclosure url='https://bay.example/talk.mp3' type='audio/mpeg' length='9'/>\
         <enclosure url='https://bay.example/notes.pdf' type='application/pdf' length='9'/>",
    );
    assert_eq!(times(&article), [Some(3723), None], "notes do not run");
    let article = item(
        "<title>Talk</title><itunes:duration>62:03</itunes:duration>\
         <media:group><media:content url='https://bay.example/a.mp4?x=1&amp;y=2' type='video/mp4' duration='61.5'/>\
         <media:content url='https://bay.example/b.mp4' type='video/mp4' duration='soon'/></media:group>",
    );
    assert_eq!(
        times(&article),
        [Some(61), Some(3723)],
        "its own comes first"
    );
    let feed = read(
        br#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1",
        "content_text": "Talk", "attachments": [
            {"url": "https://bay.example/a.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 3723},
            {"url": "https://bay.example/b.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 61.5},
            {"url": "https://bay.example/c.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": "4:05"},
            {"url": "https://bay.example/d.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": -1}]}]}"#,
    );
    let article = &feed.articles[0];
    assert_eq!(times(article), [Some(3723), Some(61), Some(245), None]);
}
