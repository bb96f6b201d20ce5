//! A row of the list as a line of columns, and what is known of a row as text.

use super::{highlights, paint::Canvas};
use crate::app::{Cells, State, age, clock, count, day, minutes};
use crate::config::{FormatPart, Paint, RowField, Theme};
use crate::layout::{cells as cells_of, truncate_to_cells};
use crate::model::StoryRow;

/// Draws a row into a line; `title` is the paint of its headline.
pub fn draw(canvas: &mut Canvas<'_>, line: Cells, state: &State, row: &StoryRow, title: Paint) {
    let columns = columns(canvas.theme, state, row, line.width);
    let fixed: usize = columns.iter().map(Column::fixed).sum();
    let free = line
        .width
        .saturating_sub(u16::try_from(fixed).unwrap_or(u16::MAX));
    let mut rest = line;
    for column in &columns {
        let paint = match column.part {
            FormatPart::Field { field, .. } => field_paint(canvas.theme, *field, title),
            FormatPart::Text(_) => canvas.theme.dim,
        };
        if column.is_free() {
            let cells = rest.inset(0, rest.width - free.min(rest.width));
            highlights::write_cut(canvas, cells, state, &column.text, paint);
            rest = rest.inset(free, 0);
        } else {
            let used = canvas.write(rest, &column.text, paint);
            rest = rest.inset(used, 0);
        }
    }
}

/// A part of a line and what it says.
struct Column<'p> {
    part: &'p FormatPart,
    text: String,
}

impl Column<'_> {
    /// A headline without a width takes what is left.
    fn is_free(&self) -> bool {
        let FormatPart::Field { field, width, .. } = self.part else {
            return false;
        };
        *field == RowField::Title && width.is_none()
    }

    /// Columns it takes of what others leave.
    fn fixed(&self) -> usize {
        if self.is_free() {
            0
        } else {
            cells_of(&self.text)
        }
    }

    fn is_blank(&self) -> bool {
        self.is_text() && self.text.trim().is_empty()
    }

    fn is_text(&self) -> bool {
        matches!(self.part, FormatPart::Text(_))
    }
}

/// The columns of a row. Where they would leave the headline less than half of the line, the widest
/// go, each with the text behind it.
fn columns<'p>(theme: &Theme, state: &'p State, row: &StoryRow, width: u16) -> Vec<Column<'p>> {
    let column = |part: &'p FormatPart| Column {
        part,
        text: column_text(theme, state, row, part),
    };
    let mut columns: Vec<Column<'_>> = state.rows.line.parts().iter().map(column).collect();
    if !columns.iter().any(Column::is_free) {
        return columns;
    }
    while columns.iter().map(Column::fixed).sum::<usize>() > usize::from(width / 2) {
        let fields = columns.iter().enumerate();
        let fields = fields.filter(|(_, column)| !column.is_free() && !column.is_text());
        let Some((widest, _)) = fields.max_by_key(|(_, column)| column.fixed()) else {
            break;
        };
        columns.remove(widest);
        if columns.get(widest).is_some_and(Column::is_text) {
            columns.remove(widest);
        }
        // What stood between the headline and a column that is gone.
        while columns.last().is_some_and(Column::is_blank) {
            columns.pop();
        }
    }
    columns
}

/// What a part of a line says, as wide as it is to be.
fn column_text(theme: &Theme, state: &State, row: &StoryRow, part: &FormatPart) -> String {
    match part {
        FormatPart::Text(text) => text.clone(),
        FormatPart::Field {
            field,
            width,
            right,
        } => {
            let text = field_text(theme, state, row, *field).unwrap_or_default();
            let Some(width) = width.map(usize::from) else {
                return text;
            };
            let text = truncate_to_cells(&text, width);
            let blank = " ".repeat(width.saturating_sub(cells_of(&text)));
            if *right { blank + &text } else { text + &blank }
        }
    }
}

/// What is known of a row; `None` where it does not have it.
pub fn field_text(theme: &Theme, state: &State, row: &StoryRow, field: RowField) -> Option<String> {
    let of = |wanted: bool, text: &dyn Fn() -> String| wanted.then(text);
    let (time, offset) = (row.last_published, state.offset_seconds);
    let grown = state.list.grown(row);
    match field {
        RowField::Title => Some(row.title.clone()),
        RowField::Source => Some(row.lead_source.clone()),
        RowField::Sources => of(row.sources > 1, &|| format!("{} src", row.sources)),
        RowField::Origins => of(row.origins < row.sources, &|| count(row.origins, "origin")),
        RowField::Articles => of(row.articles > 1, &|| count(row.articles, "article")),
        RowField::Unread => of(row.unread > 0 && row.unread < row.articles, &|| {
            format!("{} unread", row.unread)
        }),
        RowField::New => of(grown > 0, &|| format!("+{grown} new")),
        RowField::NewToYou => row
            .new_to_you
            .filter(|_| row.unread > 0)
            .map(|new| match new {
                0 => "=".to_owned(),
                new => format!("+{new}"),
            }),
        RowField::Age => Some(age(state.now, time, offset)),
        RowField::Date => Some(day(state.now, time, offset)),
        RowField::Time => Some(clock(time, offset)),
        RowField::Words => of(row.words > 0, &|| count(row.words, "word")),
        RowField::Minutes => of(row.words > 0, &|| format!("{} min", minutes(row.words))),
        RowField::Tags => of(!row.own_tags.is_empty(), &|| {
            let tags: Vec<String> = row.own_tags.iter().map(|tag| format!("#{tag}")).collect();
            tags.join(" ")
        }),
        RowField::Star => of(row.starred > 0, &|| theme.glyphs.star.to_owned()),
        // With how many unread articles that are worth it.
        RowField::Followed => of(row.followed, &|| match row.news {
            0 => theme.glyphs.followed.to_owned(),
            news => format!("{}{news}", theme.glyphs.followed),
        }),
        RowField::Muted => of(row.muted, &|| "muted".to_owned()),
    }
}

pub fn field_paint(theme: &Theme, field: RowField, title: Paint) -> Paint {
    match field {
        RowField::Title => title,
        RowField::Star | RowField::Followed => theme.star,
        RowField::Muted => theme.warning,
        RowField::New | RowField::NewToYou => theme.accent,
        _ => theme.dim,
    }
}
