//! Tables: collects rows of cells, and tells tables of figures from tables that only arrange a
//! page, whose cells are read one after the other.

use super::spans::plain;
use crate::model::{Block, Inline};

/// A cell with more characters holds prose, not a figure.
const PROSE: usize = 400;

/// A table in the making. Tables inside it are read as part of their cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    rows: Vec<Vec<Cell>>,
    /// Open tables inside this one.
    pub(super) inner: usize,
    /// It has held tables: it arranges a page.
    pub(super) nested: bool,
    /// What stands above it.
    caption: Vec<Vec<Inline>>,
    /// That is open.
    pub(super) in_caption: bool,
}

/// The paragraphs of a cell.
type Cell = Vec<Vec<Inline>>;

impl Table {
    /// Begins a row.
    pub(super) fn row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Begins a cell.
    pub(super) fn cell(&mut self) {
        if self.rows.is_empty() {
            self.row();
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    /// Adds a paragraph to the cell that is open; to a cell of its own where none is.
    pub(super) fn push(&mut self, spans: Vec<Inline>) {
        if self.in_caption {
            return self.caption.push(spans);
        }
        if self.rows.last().is_none_or(Vec::is_empty) {
            self.cell();
        }
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.push(spans);
        }
    }

    /// The blocks that the table is read as.
    pub(super) fn finish(self) -> Vec<Block> {
        let rows: Vec<Vec<Cell>> = self
            .rows
            .into_iter()
            .filter(|row| row.iter().any(|cell| !cell.is_empty()))
            .collect();
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let prose = rows.iter().flatten().any(|cell| {
            cell.len() > 3 || cell.iter().map(|spans| plain(spans).len()).sum::<usize>() > PROSE
        });
        if self.nested || columns < 2 || prose {
            let cells = rows.into_iter().flatten().flatten();
            let paragraphs = self.caption.into_iter().chain(cells);
            return paragraphs.map(Block::Paragraph).collect();
        }
        let cells = |row: Vec<Cell>| row.into_iter().map(joined).collect();
        let table = Block::Table(rows.into_iter().map(cells).collect());
        let caption = self.caption.into_iter().map(Block::Paragraph);
        caption.chain([table]).collect()
    }
}

/// The paragraphs of a cell on one line.
fn joined(cell: Cell) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for mut spans in cell {
        if !out.is_empty() {
            out.push(Inline {
                text: " ".to_owned(),
                ..Inline::default()
            });
        }
        for span in &mut spans {
            span.text = span.text.replace('\n', " ");
        }
        out.append(&mut spans);
    }
    out
}
