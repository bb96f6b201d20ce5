//! The table of bundled files, so that the sample day needs nothing beside the binary.

use super::DemoError;

macro_rules! texts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../assets/demo/", $name)))),*]
    };
}

macro_rules! media {
    ($($name:literal: $media_type:literal),* $(,)?) => {
        &[$(($name, $media_type, include_bytes!(concat!("../../assets/demo/media/", $name)))),*]
    };
}

/// Feed templates, pages and `day.toml`, by their path in `assets/demo`.
const TEXTS: &[(&str, &str)] = texts![
    "day.toml",
    "analyst-post.xml",
    "coastline-24.xml",
    "commit-log.xml",
    "eastgate-news.xml",
    "harbor-ledger.xml",
    "hokuwan.xml",
    "lantern.json",
    "marsa-mail.xml",
    "meridian-wire.xml",
    "minatomachi.xml",
    "newswell.xml",
    "northern-courier.xml",
    "orrery.xml",
    "public-square.json",
    "rackside.json",
    "seismic-bulletin.xml",
    "touchline.xml",
    "valley-tribune.xml",
    "pages/brandstand-colossus.html",
    "pages/garrow-herald-pigs.html",
    "pages/garrow-herald-result.html",
    "pages/harbor-ledger-sources.html",
    "pages/levent-colossus.html",
    "pages/no-feed.html",
    "pages/perimeter-paperclip.html",
    "pages/tidewater-colossus.html",
];

/// Pictures and sounds of the articles with their media types, served under `/media/`.
pub(super) const MEDIA: &[(&str, &str, &[u8])] = media![
    "bell-buoy.png": "image/png",
    "foghorn.wav": "audio/wav",
    "greenhouse.png": "image/png",
    "long-read.png": "image/png",
    "storm.png": "image/png",
    "trench.png": "image/png",
];

/// A bundled text.
pub(super) fn text(name: &str) -> Result<&'static str, DemoError> {
    TEXTS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
        .ok_or_else(|| DemoError::File(name.to_owned()))
}
