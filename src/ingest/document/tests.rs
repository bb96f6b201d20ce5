//! What HTML is read as.

use proptest::prelude::*;

use super::*;

/// The blocks of a document, a line each, with their styles as marks.
fn sketch(html: &str) -> String {
    sketch_of(&document(html, Some("https://a.example/dir/"), "The Title"))
}

fn sketch_of(document: &Document) -> String {
    let lines: Vec<String> = document.blocks.iter().map(block).collect();
    lines.join("\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { level, spans } => format!("h{level} {}", words(spans)),
        Block::Paragraph(spans) => format!("p {}", words(spans)),
        Block::ListItem {
            depth,
            marker,
            spans,
        } => format!("li{depth} {marker} {}", words(spans)),
        Block::Quote { depth, spans } => format!("quote{depth} {}", words(spans)),
        Block::Code(lines) => format!("code {}", lines.join("|")),
        Block::Table(rows) => {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|cell| words(cell))
                        .collect::<Vec<_>>()
                        .join(",")
                })
                .collect();
            format!("table {}", rows.join("|"))
        }
        Block::Figure { caption, url, .. } => format!(
            "figure {} <{}>",
            words(caption),
            url.as_deref().unwrap_or_default()
        ),
        Block::Rule => "rule".to_owned(),
    }
}

fn words(spans: &[Inline]) -> String {
    let mut out = String::new();
    for span in spans {
        let marks = [
            (span.style.emphasis, "/"),
            (span.style.strong, "*"),
            (span.style.strikeout, "~"),
            (span.style.code, "`"),
            (span.style.image, "!"),
        ];
        let marks: String = marks
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, mark)| *mark)
            .collect();
        out.push_str(&marks);
        if let Some(link) = span.link {
            out.push_str(&format!("[{}]", link.0));
        }
        out.push_str(&span.text.replace('\n', "⏎"));
        out.push_str(&marks);
    }
    out
}

fn check(html: &str, expected: &str) {
    assert_eq!(sketch(html), expected, "{html}");
}

#[test]
fn running_text_is_paragraphs_of_styled_spans() {
    check(
        "Loose <b>bold <i>both</i></b> text<p>one <del>two</del> <code>three</code>\n  four</p><div>five<div>six</div></div>",
        "p Loose *bold* /*both/* text\np one ~two~ `three` four\np five\np six",
    );
    check("a<br>b<br><br>c<br/>", "p a⏎b\np c");
    check(
        "x<sup>2</sup> and <q>said</q> <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        "p x² and “said” 漢(kan)",
    );
}

#[test]
fn links_are_absolute_and_harmless() {
    let html = "<a href='/x'>one</a> <a href='y'>two</a> <a href='javascript:alert(1)'>three</a> <a href='#n'>four</a> \
                <a href='mailto:a@b.example'>five</a> <a href='/x'>six</a>";
    let document = document(html, Some("https://a.example/dir/"), "");
    let urls: Vec<&str> = document
        .links
        .iter()
        .map(|link| link.url.as_str())
        .collect();
    assert_eq!(
        urls,
        [
            "https://a.example/x",
            "https://a.example/dir/y",
            "mailto:a@b.example"
        ]
    );
    assert_eq!(
        sketch_of(&document),
        "p [0]one [1]two three four [2]five [0]six"
    );
}

#[test]
fn lists_keep_numbers_and_nesting() {
    check(
        "<ol start=3><li>a<li><p>b</p><p>c</p><ul><li>d</ul></ol><dl><dt>e<dd>f</dl>",
        "li0 3. a\nli0 4. b\nli0  c\nli1 ◦ d\np *e*\nli0  f",
    );
}

#[test]
fn quotes_nest_and_hold_lists() {
    check(
        "<blockquote>a<blockquote>b</blockquote><ul><li>c</ul></blockquote><ul><li>d</ul>",
        "quote1 a\nquote2 b\nquote1 • c\nli0 • d",
    );
}

#[test]
fn headings_rules_and_code_are_kept() {
    check(
        "<h2>One <a href=/x>two</a></h2><hr><pre><code>fn x() {\n\tlet a = 1 &lt; 2;\n}\n</code></pre>after",
        "h2 One [0]two\nrule\ncode fn x() {|    let a = 1 < 2;|}\np after",
    );
}

#[test]
fn a_headline_at_the_top_is_not_repeated() {
    check(
        "<h1>The title</h1><p>Text.</p><p>The Title</p>",
        "p Text.\np The Title",
    );
}

#[test]
fn tables_of_figures_are_tables_and_others_are_text() {
    check(
        "<table><tr><th>a<th>b<tr><td>1<td><b>2</b></table>",
        "table *a*,*b*|1,*2*",
    );
    check(
        "<table><tr><td>one<td><table><tr><td>two</table></table>",
        "p one\np two",
    );
    check("<table><tr><td>a</table>", "p a");
}

#[test]
fn images_are_told_by_their_words() {
    check(
        "<p><img src=i.png alt='A ferry'></p>",
        "figure !A ferry! <https://a.example/dir/i.png>",
    );
    check(
        "<p>See <img src=i.png alt='a ferry'> there</p>",
        "p See !a ferry! there",
    );
    check(
        "<figure><img src=/i.png alt=x><figcaption>The <i>Mary</i></figcaption></figure><figure><img src=/j.png></figure>",
        "figure The /Mary/ <https://a.example/i.png>\nfigure no description <https://a.example/j.png>",
    );
    check(
        "<img src=/pixel.gif width=1 height=1 alt=count>text",
        "p text",
    );
    check(
        "<iframe src='https://www.youtube.com/embed/1'></iframe>",
        "p [0]Video: youtube.com",
    );
}

#[test]
fn what_is_not_the_article_is_left_out() {
    check(
        "<style>p{}</style><p hidden>no</p><div style='display: none'><p>no</p><div>no</div></div><script>x</script><p>yes</p>",
        "p yes",
    );
    check("<noscript><div>no</noscript><div>yes", "p yes");
    check(
        "<html><head><script>a = '<head>' + \"it's <p>\"</script><title>t</title></head><body><p>yes",
        "p yes",
    );
    check(
        "<p>It sank.</p><p><a href=/x>Read original article →</a></p>",
        "p It sank.",
    );
    check("<p>It sank. Continue reading</p>", "p It sank.");
}

#[test]
fn references_cannot_smuggle_control_characters_in() {
    check(
        "<p>a&#27;[31mb&#x202e;c&#127;d</p><pre>e&#7;f</pre>",
        "p a[31mbcd\ncode ef",
    );
}

#[test]
fn words_are_counted_as_shown() {
    assert_eq!(
        document(
            "<p>One two — three.</p><table><tr><td>four<td>5</table>",
            None,
            ""
        )
        .words,
        5
    );
}

#[test]
fn deep_nesting_costs_tags_and_no_text() {
    let deep = format!("{}end{}", "<div>".repeat(50_000), "</div>".repeat(50_000));
    assert_eq!(sketch(&deep), "p end");
    let sloppy = "<p>a<li>b".repeat(300);
    assert_eq!(document(&sloppy, None, "").blocks.len(), 600);
}

proptest! {
    #[test]
    fn any_html_becomes_clean_blocks(parts in prop::collection::vec(prop::sample::select(vec![
        "<p>", "</p>", "<b>", "</b>", "<ul>", "</ul>", "<li>", "<blockquote>", "</blockquote>", "<table>", "</table>", "<tr>", "<td>",
        "<pre>", "</pre>", "<figure>", "</figure>", "<figcaption>", "</figcaption>", "<img alt=x src=y>", "<br>", "<h1>", "</h1>",
        "<a href=x>", "</a>", "word", " ", "\n", "&#27;", "<sup>", "2", "<dd>", "</dd>", "<svg>", "<math>", "<template>", "<select>",
        "<frameset>", "<plaintext>", "<!--", "<a", "&",
    ]), 0..24)) {
        let document = document(&parts.concat(), None, "word");
        for block in &document.blocks {
            let text = block_text(block);
            prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        }
    }
}

fn block_text(one: &Block) -> String {
    block(one)
}

#[test]
fn many_line_breaks_take_linear_time() {
    // A break that looked at the whole paragraph would copy a hundred gigabytes here.
    let document = document(&"x<br>".repeat(300_000), None, "");
    assert_eq!(document.blocks.len(), 1);
}
