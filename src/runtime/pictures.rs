//! A picture from the network to cells of the terminal, off the drawing thread. What a terminal can
//! show is taken from the setting and from the environment: it is never asked and waited for.

use std::{env, io::Cursor, sync::Arc, time::Duration};

use image::{DynamicImage, ImageReader, Limits};
use ratatui::{
    buffer::{Buffer, CellDiffOption},
    layout::{Rect, Size},
    style::Color,
    widgets::Widget,
};
use ratatui_image::{
    FilterType, FontSize, Image, Resize,
    picker::{Picker, ProtocolType},
};

use tokio::sync::Semaphore;

use crate::{
    app::Msg,
    config::{FeedFile, Pictures},
    model::{FeedId, Graphics, Picture, PictureCell, Rgb},
    runtime::{desk::addresses, feed_list::feed_options, fetching::Fetcher, full_texts::UNLISTED},
    worker::{Client, ForFeed, fetch_picture},
};

/// Pictures that are decoded at the same time.
static DECODING: Semaphore = Semaphore::const_new(1);
/// So long a picture waits for a turn at its host.
const PATIENCE: Duration = Duration::from_secs(3);
/// Pixels of a side that are decoded.
const MOST_PIXELS: u32 = 12_000;
/// Bytes that decoding may take.
const MOST_BYTES: u64 = 192 * 1024 * 1024;
/// Pixels of a cell where the terminal does not say.
const CELL: FontSize = FontSize {
    width: 8,
    height: 16,
};

/// How this terminal shows pictures.
pub fn graphics(wanted: Pictures) -> Graphics {
    match wanted {
        Pictures::Auto => guessed(&|name| env::var(name).ok().filter(|value| !value.is_empty())),
        Pictures::Kitty => Graphics::Kitty,
        Pictures::Iterm2 => Graphics::Iterm2,
        Pictures::Sixel => Graphics::Sixel,
        Pictures::Blocks => Graphics::HalfBlocks,
    }
}

/// By what terminals say of themselves. Over a slow line, and where something stands between us and
/// the terminal, half blocks are sure.
fn guessed(variable: &dyn Fn(&str) -> Option<String>) -> Graphics {
    let between = ["SSH_CONNECTION", "TMUX", "STY", "ZELLIJ"];
    if between.iter().any(|name| variable(name).is_some()) {
        return Graphics::HalfBlocks;
    }
    let term = variable("TERM").unwrap_or_default();
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    if variable("KITTY_WINDOW_ID").is_some() || term.contains("kitty") || term.contains("ghostty") {
        Graphics::Kitty
    } else if ["iTerm.app", "WezTerm", "mintty"].contains(&program.as_str()) {
        Graphics::Iterm2
    } else if term.starts_with("foot") || term.starts_with("mlterm") {
        Graphics::Sixel
    } else {
        Graphics::HalfBlocks
    }
}

impl Fetcher {
    /// Fetches a picture and tells it as cells.
    pub async fn picture(self, url: String, feed: FeedId, size: (u16, u16), graphics: Graphics) {
        let picture = self.load_picture(&url, feed, size, graphics).await;
        if let Err(why) = &picture {
            tracing::info!(url, "picture: {why}");
        }
        let picture = picture.map(Arc::new);
        // Nobody listens only when the screen is being left.
        let _ = self.answers.send(Msg::Picture { url, size, picture });
    }

    async fn load_picture(
        &self,
        url: &str,
        feed: FeedId,
        size: (u16, u16),
        graphics: Graphics,
    ) -> Result<Picture, String> {
        if self.offline {
            return Err("this session is offline".to_owned());
        }
        // A picture in a private network is fetched for the feed of its own server alone.
        let feeds = addresses(&self.directories.database(), &[feed]).await;
        // Without the list nobody knows by which way out the feed is asked.
        let listed = FeedFile::load(&self.directories.feeds_file());
        let options = feed_options(&listed.map_err(|error| error.to_string())?);
        let feed = feeds.first().map_or("", String::as_str);
        let asker = ForFeed {
            feed,
            options: Some(options.get(feed).ok_or(UNLISTED)?),
        };
        let client = Client::new(&self.settings)
            .map_err(|error| error.to_string())?
            .naming([feed]);
        let turn = self.turns.take(url, &self.settings, PATIENCE).await;
        let bytes = fetch_picture(&client, url, asker).await;
        drop(turn);
        let bytes = bytes.map_err(|error| error.to_string())?;
        // One at a time: what was given up is decoded to its end.
        let turn = DECODING
            .acquire()
            .await
            .map_err(|error| error.to_string())?;
        let drawn = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            drawn(decode(&bytes)?, size, graphics, cell_size())
        });
        drawn.await.map_err(|error| error.to_string())?
    }
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, String> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| error.to_string())?;
    reader.limits(limits);
    if reader.format().is_none() {
        return Err("it is no JPEG, PNG, GIF or WebP".to_owned());
    }
    reader.decode().map_err(|error| error.to_string())
}

/// Pixels of a cell, as far as the system knows.
fn cell_size() -> FontSize {
    let known = crossterm::terminal::window_size().ok();
    let known = known.filter(|size| size.columns > 0 && size.rows > 0);
    known
        .map(|size| FontSize::new(size.width / size.columns, size.height / size.rows))
        .filter(|size| size.width > 0 && size.height > 0)
        .unwrap_or(CELL)
}

/// A picture as the cells that show it in at most so many columns and rows.
fn drawn(
    image: DynamicImage,
    (width, height): (u16, u16),
    graphics: Graphics,
    cell: FontSize,
) -> Result<Picture, String> {
    let mut picker = match graphics {
        Graphics::HalfBlocks => Picker::halfblocks(),
        #[expect(
            deprecated,
            reason = "the way that asks the terminal waits for its answer"
        )]
        _ => Picker::from_fontsize(cell),
    };
    picker.set_protocol_type(match graphics {
        Graphics::HalfBlocks => ProtocolType::Halfblocks,
        Graphics::Kitty => ProtocolType::Kitty,
        Graphics::Iterm2 => ProtocolType::Iterm2,
        Graphics::Sixel => ProtocolType::Sixel,
    });
    let room = Size::new(width, height);
    let resize = Resize::Scale(Some(FilterType::Triangle));
    let protocol = picker
        .new_protocol(image, room, resize)
        .map_err(|error| error.to_string())?;
    let size = protocol.size();
    let area = Rect::new(0, 0, size.width, size.height);
    let mut buffer = Buffer::empty(area);
    Image::new(&protocol).render(area, &mut buffer);
    Ok(Picture {
        width: size.width,
        height: size.height,
        cells: buffer.content.iter().map(picture_cell).collect(),
    })
}

fn picture_cell(cell: &ratatui::buffer::Cell) -> PictureCell {
    PictureCell {
        symbol: cell.symbol().to_owned(),
        upper: rgb(cell.fg),
        lower: rgb(cell.bg),
        columns: match cell.diff_option {
            CellDiffOption::ForcedWidth(columns) => columns.get(),
            _ => 0,
        },
        covered: cell.diff_option == CellDiffOption::Skip,
    }
}

fn rgb(color: Color) -> Option<Rgb> {
    match color {
        Color::Rgb(red, green, blue) => Some((red, green, blue)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{Engine, engine::general_purpose::STANDARD};

    /// The left half red, the right half blue.
    fn image() -> DynamicImage {
        let image = image::RgbImage::from_fn(64, 64, |x, _| {
            image::Rgb(if x < 32 { [255, 0, 0] } else { [0, 0, 255] })
        });
        image.into()
    }

    fn show(graphics: Graphics) -> Picture {
        drawn(image(), (20, 20), graphics, CELL).expect("drawn")
    }

    #[test]
    fn half_blocks_show_the_colours_where_they_are() {
        let picture = show(Graphics::HalfBlocks);
        assert!(picture.width <= 20 && picture.height <= 20);
        assert_eq!(
            picture.cells.len(),
            usize::from(picture.width * picture.height)
        );
        let (first, last) = (
            &picture.cells[0],
            &picture.cells[usize::from(picture.width) - 1],
        );
        assert!(
            first
                .upper
                .is_some_and(|(red, _, blue)| red > 200 && blue < 60),
            "{first:?}"
        );
        assert!(
            last.lower
                .is_some_and(|(red, _, blue)| red < 60 && blue > 200),
            "{last:?}"
        );
        assert!(
            picture
                .cells
                .iter()
                .all(|cell| !cell.symbol.contains('\u{1b}'))
        );
    }

    #[test]
    fn what_kitty_is_sent_are_the_pixels() {
        let picture = show(Graphics::Kitty);
        let sent: String = picture
            .cells
            .iter()
            .map(|cell| cell.symbol.as_str())
            .collect();
        let mut pixels = Vec::new();
        let mut keys = String::new();
        for part in sent.split("\u{1b}_G").skip(1) {
            let (head, rest) = part.split_once(';').expect("keys and data");
            if keys.is_empty() {
                keys = head.to_owned();
            }
            let data = rest.split('\u{1b}').next().expect("data");
            pixels.extend(STANDARD.decode(data).expect("base64"));
        }
        let key = |name: &str| -> usize {
            let value = keys.split(',').find_map(|key| key.strip_prefix(name));
            value
                .and_then(|value| value.parse().ok())
                .expect("a number")
        };
        let (width, height, depth) = (key("s="), key("v="), key("f=") / 8);
        assert_eq!(pixels.len(), width * height * depth, "{keys}");
        let row = &pixels[..width * depth];
        assert_eq!(&row[..3], [255, 0, 0]);
        assert_eq!(&row[(width - 1) * depth..][..3], [0, 0, 255]);
    }

    #[test]
    fn sixels_are_sent_as_such() {
        let picture = show(Graphics::Sixel);
        let sent = &picture.cells[0].symbol;
        assert!(sent.contains("\u{1b}P") && sent.contains('q'), "{sent:?}");
        assert!(sent.contains("\u{1b}\\"));
        assert!(picture.cells.iter().skip(1).any(|cell| cell.covered));
    }

    #[test]
    fn terminals_are_known_by_what_they_say() {
        let check = |set: &[(&str, &str)], expected| {
            let variable = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(guessed(&variable), expected, "{set:?}");
        };
        check(&[("TERM", "xterm-256color")], Graphics::HalfBlocks);
        check(&[("TERM", "xterm-kitty")], Graphics::Kitty);
        check(&[("TERM", "foot")], Graphics::Sixel);
        check(&[("TERM_PROGRAM", "WezTerm")], Graphics::Iterm2);
        check(
            &[("TERM", "xterm-kitty"), ("SSH_CONNECTION", "x")],
            Graphics::HalfBlocks,
        );
        check(
            &[("TERM", "xterm-kitty"), ("TMUX", "x")],
            Graphics::HalfBlocks,
        );
    }

    #[test]
    fn what_is_no_picture_is_told() {
        for bytes in [b"".as_slice(), b"<html>", b"\x89PNG\r\n\x1a\n", b"GIF89a"] {
            assert!(decode(bytes).is_err());
        }
        // A picture that claims to be enormous.
        let mut png = Vec::new();
        image::RgbImage::new(1, 1)
            .write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png)
            .expect("written");
        png[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
        assert!(decode(&png).is_err());
    }
}
