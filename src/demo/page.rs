//! Web pages around the feeds: one for every item without a page of its own, a front page for
//! every outlet. They carry what real pages carry around an article, so that reading one in
//! full has something to leave out.

use super::items::Item;

/// A page for an item whose feed already gives its text.
pub(super) fn of_item(outlet: &str, home: &str, item: &Item) -> String {
    let title = escape(if item.title.is_empty() {
        outlet
    } else {
        &item.title
    });
    let outlet = escape(outlet);
    format!(
        "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>{title} | {outlet}</title>\n\
         <meta property=\"og:site_name\" content=\"{outlet}\"><meta property=\"og:title\" content=\"{title}\">\n\
         <link rel=\"canonical\" href=\"{url}\"></head>\n<body>\n\
         <header><nav><a href=\"{home}\">{outlet}</a><ul><li><a href=\"{home}\">Latest</a></li>\
         <li><a href=\"{home}\">About us</a></li></ul></nav></header>\n\
         <main><article><h1>{title}</h1>\n{body}\n\
         <ul class=\"share\"><li><a href=\"{home}\">Share</a></li><li><a href=\"{home}\">Send by mail</a></li></ul>\n\
         </article></main>\n\
         <aside class=\"related\"><h2>More from {outlet}</h2><ul><li><a href=\"{home}\">All articles of the day</a></li></ul></aside>\n\
         <footer><p>{outlet} is an invention, and so is its news. It belongs to the sample day of newsfold.</p></footer>\n\
         </body></html>\n",
        url = escape(&item.url),
        body = item.html,
    )
}

/// The front page of an outlet: it names its feed and lists its items.
pub(super) fn front(outlet: &str, feed: &str, media_type: &str, items: &[Item]) -> String {
    let outlet = escape(outlet);
    let kind = media_type.split(';').next().unwrap_or(media_type);
    let list: String = items
        .iter()
        .map(|item| {
            let title = if item.title.is_empty() {
                "Untitled"
            } else {
                &item.title
            };
            format!(
                "<li><a href=\"{}\">{}</a></li>\n",
                escape(&item.url),
                escape(title)
            )
        })
        .collect();
    format!(
        "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>{outlet}</title>\n\
         <link rel=\"alternate\" type=\"{kind}\" title=\"{outlet}\" href=\"{feed}\"></head>\n\
         <body><h1>{outlet}</h1>\n<ul>\n{list}</ul></body></html>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_escapes_the_headline_and_keeps_the_markup_of_the_text() {
        let item = Item {
            guid: "g".to_owned(),
            url: "http://x/a".to_owned(),
            title: "Trees < 3 m & \"hedges\"".to_owned(),
            html: "<p>Text</p>".to_owned(),
        };
        let page = of_item("Leaf", "/leaf/", &item);
        assert!(page.contains("<h1>Trees &lt; 3 m &amp; &quot;hedges&quot;</h1>\n<p>Text</p>"));
        assert!(front("Leaf", "/f", "a/b; c", &[item]).contains("type=\"a/b\""));
    }
}
