//! A picture of the article, with its caption, over the panes.

use super::paint::Canvas;
use crate::app::{Cells, PictureStage, Pictures, picture_cells, popup};
use crate::layout::wrap_line;

/// Draws the popup.
pub fn draw(canvas: &mut Canvas<'_>, body: Cells, pictures: &Pictures) {
    let theme = canvas.theme;
    let place = popup(body, usize::MAX);
    canvas.frame(place.area);
    let title = format!("Picture {} of {}", pictures.at + 1, pictures.rows.len());
    canvas.write_cut(place.title, &title, theme.accent);
    let cells = picture_cells(body);
    match &pictures.stage {
        PictureStage::Loading => {
            canvas.write_message(cells, &[&[("Fetching the picture …", theme.dim)]]);
        }
        PictureStage::Failed(why) => {
            let text = format!("The picture is not to be had: {why}");
            canvas.write_message(cells, &[&[(&text, theme.error)]]);
        }
        PictureStage::Ready(picture) => canvas.picture(cells, picture),
    }
    let caption = pictures.rows.get(pictures.at);
    let caption = caption.map_or("", |(_, caption)| caption.as_str());
    let below = place.rows.below(cells.height + 1);
    let lines = wrap_line(caption, usize::from(below.width));
    for (row, line) in (0..below.height).zip(lines) {
        canvas.write_cut(below.row(row), &line, theme.text);
    }
}
