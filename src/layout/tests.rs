//! Pages as they look.

use proptest::prelude::*;

use super::*;

fn text(text: &str) -> Vec<Inline> {
    vec![inline(text)]
}

fn strong(text: &str) -> Vec<Inline> {
    let style = Style {
        strong: true,
        ..Style::default()
    };
    vec![Inline {
        text: text.to_owned(),
        style,
        link: None,
    }]
}

fn item(depth: u8, marker: &str, words: &str) -> Block {
    Block::ListItem {
        depth,
        marker: marker.to_owned(),
        spans: text(words),
    }
}

fn page(blocks: Vec<Block>, width: usize) -> Vec<String> {
    let document = Document {
        blocks,
        ..Document::default()
    };
    let layout = lay_out(&document, width, Options::default());
    layout
        .lines
        .iter()
        .map(|line| line.spans.iter().map(|span| span.text.as_str()).collect())
        .collect()
}

#[test]
fn blocks_stand_apart_and_tight_lists_do_not() {
    let blocks = vec![
        Block::Paragraph(text("One two three.")),
        item(0, "•", "first item is long"),
        item(1, "◦", "inner"),
        item(0, "•", "second"),
        item(0, "", "its second paragraph"),
        Block::Heading {
            level: 2,
            spans: text("Head"),
        },
        Block::Paragraph(text("End.")),
        Block::Rule,
    ];
    assert_eq!(
        page(blocks, 16),
        [
            "One two three.",
            "",
            "• first item is",
            "  long",
            "  ◦ inner",
            "• second",
            "",
            "  its second",
            "  paragraph",
            "",
            "",
            "Head",
            "End.",
            "",
            "────────────────",
        ]
    );
}

#[test]
fn numbers_end_in_one_column() {
    let blocks = vec![
        item(0, "9.", "nine"),
        item(1, "•", "inner"),
        item(0, "10.", "ten"),
    ];
    assert_eq!(page(blocks, 20), [" 9. nine", "    • inner", "10. ten"]);
}

#[test]
fn quotes_have_bars_down_to_their_end() {
    let quote = |depth, words| Block::Quote {
        depth,
        spans: text(words),
    };
    let blocks = vec![quote(1, "one two three"), quote(2, "four")];
    assert_eq!(page(blocks, 10), ["│ one two", "│ three", "│", "│ │ four"]);
}

fn laid_out(blocks: Vec<Block>, width: usize) -> Layout {
    let document = Document {
        blocks,
        ..Document::default()
    };
    lay_out(&document, width, Options::default())
}

/// Lines as they are drawn on a terminal that shows cells as they come, without blanks at the end.
fn drawn(blocks: Vec<Block>, width: usize) -> Vec<String> {
    let layout = laid_out(blocks, width);
    let draw = |line: &Line| {
        let levels: Vec<u8> = line.spans.iter().map(|span| span.level).collect();
        let mut out = " ".repeat(line.start(width, 0, TextOrder::Visual).unsigned_abs());
        for at in visual_order(&levels, TextOrder::Visual) {
            let span = &line.spans[at];
            out += &visual_text(&span.text, span.level, TextOrder::Visual);
        }
        out.trim_end().to_owned()
    };
    layout.lines.iter().map(draw).collect()
}

#[test]
fn right_to_left_text_begins_at_the_right_edge() {
    let quote = Block::Quote {
        depth: 1,
        spans: text("הגשר בטוח"),
    };
    let blocks = vec![
        Block::Paragraph(text("הגשר (הישן) נסגר אתמול ל-25 ימים")),
        item(0, "9.", "סדק בעמוד"),
        item(0, "10.", "NATO הודיעה"),
        quote,
    ];
    assert_eq!(
        drawn(blocks, 20),
        [
            "    רגסנ (ןשיה) רשגה",
            "     םימי 25-ל לומתא",
            "",
            "       דומעב קדס .9",
            "     העידוה NATO .10",
            "",
            "         חוטב רשגה │",
        ]
    );
}

#[test]
fn a_word_of_another_direction_stays_in_its_place() {
    let english = vec![Block::Paragraph(text("The sign said שלום עולם in Haifa."))];
    assert_eq!(drawn(english, 40), ["The sign said םלוע םולש in Haifa."]);
    // Across the end of a line, each line has its own part of the words.
    let broken = vec![Block::Paragraph(text("The sign said שלום עולם in Haifa."))];
    assert_eq!(drawn(broken, 19), ["The sign said םולש", "םלוע in Haifa."]);
}

#[test]
fn a_table_of_a_right_to_left_text_begins_at_the_right() {
    let rows = vec![
        vec![strong("נמל"), strong("ספינות")],
        vec![text("חיפה"), text("12")],
    ];
    let blocks = vec![Block::Table(rows)];
    assert_eq!(
        drawn(blocks, 16),
        ["   תוניפס │  למנ", "   ───────┼─────", "       12 │ הפיח"]
    );
}

#[test]
fn thai_is_broken_between_words() {
    // "The bridge is closed this week": สะพาน ปิด สัปดาห์ นี้.
    let lines = page(vec![Block::Paragraph(text("สะพานปิดสัปดาห์นี้"))], 8);
    assert_eq!(lines, ["สะพานปิด", "สัปดาห์นี้"]);
}

#[test]
fn code_is_not_wrapped_and_figures_are_quiet() {
    let blocks = vec![
        Block::Code(vec!["let long = line;".to_owned(), String::new()]),
        Block::Figure {
            caption: text("A ferry"),
            alt: None,
            url: None,
        },
    ];
    let document = Document {
        blocks,
        ..Document::default()
    };
    let layout = lay_out(&document, 10, Options::default());
    let overhangs: Vec<usize> = layout.lines.iter().map(|line| line.overhang).collect();
    assert_eq!(overhangs, [6, 6, 0, 0, 0]);
    assert_eq!(layout.lines[3].spans[0].text, "[image: A");
    assert_eq!(layout.lines[3].spans[0].role, Role::Caption);
}

#[test]
fn a_table_is_aligned_scrolled_or_stacked() {
    let rows = vec![
        vec![strong("Port"), strong("Ships")],
        vec![text("Harbor"), text("9")],
        vec![text("Bay"), text("1,200")],
    ];
    let table = Block::Table(rows);
    assert_eq!(
        page(vec![table.clone()], 20),
        [
            "Port   │ Ships",
            "───────┼──────",
            "Harbor │     9",
            "Bay    │ 1,200"
        ]
    );
    let wide = vec![
        vec![strong("Port"), strong("What happened there")],
        vec![text("Harbor"), text(&"long words ".repeat(10))],
    ];
    let lines = page(vec![Block::Table(wide)], 14);
    assert_eq!(
        lines[..4],
        ["Port: Harbor", "What happened", "there: long", "words long"]
    );
}

#[test]
fn headings_are_found_by_line() {
    let blocks = vec![
        Block::Paragraph(text("a")),
        Block::Heading {
            level: 3,
            spans: text("Two words"),
        },
    ];
    let document = Document {
        blocks,
        ..Document::default()
    };
    let layout = lay_out(&document, 5, Options::default());
    assert_eq!(layout.headings, [(2, 3, "Two words".to_owned())]);
    assert_eq!(layout.lines.len(), 4);
    assert_eq!(layout.lines[3].spans[0].role, Role::Heading(3));
}

#[test]
fn ascii_is_enough_where_it_must_be() {
    let blocks = vec![
        item(0, "•", "a"),
        Block::Quote {
            depth: 1,
            spans: text("b"),
        },
        Block::Rule,
    ];
    let document = Document {
        blocks,
        ..Document::default()
    };
    let layout = lay_out(&document, 6, Options { ascii: true });
    assert!(
        layout
            .lines
            .iter()
            .flat_map(|line| &line.spans)
            .all(|span| span.text.is_ascii())
    );
}

fn any_inline() -> impl Strategy<Value = Vec<Inline>> {
    let one = (
        "[a-z日👍 \n-]{0,12}",
        any::<bool>(),
        prop::option::of(0_usize..3),
    )
        .prop_map(|(text, strong, link)| Inline {
            text,
            style: Style {
                strong,
                ..Style::default()
            },
            link: link.map(LinkId),
        });
    prop::collection::vec(one, 0..4)
}

fn any_block() -> impl Strategy<Value = Block> {
    prop_oneof![
        (1_u8..7, any_inline()).prop_map(|(level, spans)| Block::Heading { level, spans }),
        any_inline().prop_map(Block::Paragraph),
        (
            0_u8..40,
            prop::sample::select(vec!["•", "10.", ""]),
            any_inline()
        )
            .prop_map(|(depth, marker, spans)| Block::ListItem {
                depth,
                marker: marker.to_owned(),
                spans
            }),
        (0_u8..40, any_inline()).prop_map(|(depth, spans)| Block::Quote { depth, spans }),
        prop::collection::vec("[a-z ]{0,9}", 0..3).prop_map(Block::Code),
        prop::collection::vec(prop::collection::vec(any_inline(), 0..4), 0..4)
            .prop_map(Block::Table),
        any_inline().prop_map(|caption| Block::Figure {
            caption,
            alt: None,
            url: None
        }),
        Just(Block::Rule),
    ]
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_page(blocks in prop::collection::vec(any_block(), 0..6), width in 0_usize..20) {
        let document = Document { blocks, ..Document::default() };
        let layout = lay_out(&document, width, Options::default());
        for line in layout.lines.iter().filter(|line| line.overhang == 0) {
            prop_assert!(line_cells(&line.spans) <= width.max(1), "{line:?}");
            prop_assert!(line.spans.iter().all(|span| !span.text.contains('\n')));
        }
        for (line, _, _) in layout.headings {
            prop_assert!(line < layout.lines.len());
        }
    }
}

#[test]
fn s17_emoji_with_selectors_keep_columns_in_line() {
    let rows = |cells: &[[&str; 2]]| {
        let row = |row: &[&str; 2]| row.map(text).to_vec();
        let document = Document {
            blocks: vec![Block::Table(cells.iter().map(row).collect())],
            ..Document::default()
        };
        let layout = lay_out(&document, 40, Options::default());
        let line = |line: &Line| line_cells(&line.spans);
        layout.lines.iter().map(line).collect::<Vec<usize>>()
    };
    let tables = [
        [["⏱\u{fe0f} time", "11"], ["👁 views", "80"], ["plain", "12"]],
        [
            ["👨\u{200d}👩\u{200d}👧", "fam"],
            ["🇫🇷", "flg"],
            ["1\u{fe0f}\u{20e3}", "key"],
        ],
    ];
    for table in tables {
        let widths = rows(&table);
        assert!(
            widths.windows(2).all(|pair| pair[0] == pair[1]),
            "{widths:?}: {table:?}"
        );
    }
    assert_eq!(
        (cells("⏱\u{fe0f}"), cells("👨\u{200d}👩\u{200d}👧")),
        (2, 2)
    );
}
