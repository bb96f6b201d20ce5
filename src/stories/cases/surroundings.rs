//! An ordinary day around a case: unrelated articles, so that a case is judged as it would be in a
//! reader's cache. They are put together from lists of words, always the same ones.

use super::{Draft, HOUR, Piece, START, draft, draft_at};

/// Publishers of the articles around a case; the cases use them too, so that a publisher's habits
/// are known.
const SOURCES: &[&str] = &[
    "Harbor Ledger",
    "Coast Post",
    "Analyst Daily",
    "Penmore Times",
    "Northern Gazette",
    "Vell Broadcasting",
    "The Lantern",
    "Inland Tribune",
    "Border Courier",
    "Sports Wire",
    "Money Desk",
    "Channel Nine",
];

const FIRST_NAMES: &str = "\
    Aldo Berit Cosmo Delphine Edda Farid Gesine Hoku Imre Jolanta Kofi Leonie Marek Noor \
    Oskar Paloma Quentin Rasa Sunniva Tibor Ulla Viggo Wanda Ximena Yusuf Zora";

/// Names of people and places are made of these.
const BEGINNINGS: &str = "\
    Bar Cald Dun Elm Fost Gar Hol Ist Kar Lang Mor Nesh Osk Pell Quar Rand Sall Thorn Ulv \
    Wex Yar Zel";
const MIDDLES: &str = "\
    a ama anto e elli en i il o ori u ulla";
const ENDINGS: &str = "\
    aby beck combe dale ersley field gate holm ingham kirk low mere nock ova pool rup sted \
    thwaite ury vik worth";

const ACTORS: &str = "\
    Council Farmers Teachers Police Nurses Museum Railway Brewery University Court \
    Volunteers Orchestra Fishermen Hospital Airport Tenants Beekeepers Regulator Charity \
    Coalition Prosecutors Scientists Coach Architects Drivers Opposition Bank Zoo Choir \
    Foresters Pharmacies Students Mayor Archaeologists Insurers Pensioners Bakers Designers \
    Steelworks Lifeguards Librarians Engineers Carpenters Divers Gardeners Lawyers \
    Astronomers Butchers Florists Sailors";
const DEEDS: &str = "\
    reject unveil question postpone welcome abandon restore sell debate publish investigate \
    praise close expand inherit count repair celebrate auction survey oppose rename recall \
    test rescue ban approve delay lose measure copy launch defend borrow map guard paint \
    rebuild insure move lease film flood replace honour ration import bury dismantle tax";
const QUALITIES: &str = "\
    old stolen wooden northern private costly rare silver rural broken portable historic \
    electric hidden mobile frozen royal marble cheap organic digital rusty coastal floating \
    communal spare medieval unused crowded elegant annual copper tropical temporary damp \
    gifted empty solar secret second";
const THINGS: &str = "\
    barrier observatory kitchen tram painting pump sleeper orchid server harvest pool rent \
    academy glacier vaccine lighthouse cycleway dictionary coin timetable net memorial farm \
    opera quota camera recipe toll seed runway tower marathon satellite silo archive \
    loudspeaker wolf subsidy rink textbook refund meter drone piano vineyard levy pier \
    quarry greenhouse chapel fountain tunnel canteen locomotive telescope mill orchard \
    stadium cinema sculpture lift hedge playground printer harp windmill sauna ballot \
    playlist compost statue mosaic kiosk barn sledge gallery lantern carpet engine curtain \
    anchor balcony basket beacon bicycle blanket boiler bookshop brooch bucket bunker \
    calendar canoe candle cargo castle cellar chimney clinic cloak cradle crater crane \
    cupboard dairy desk dinghy dome dungeon easel elevator envelope escalator factory \
    farmhouse fence flute footbridge fortress freezer garage gate generator globe guitar \
    hammock hangar helmet hive hostel hut inkwell jetty jigsaw kettle kite ladder laundry \
    ledger loom maze meadow microscope mirror monastery nursery organ oven paddock palace \
    parachute pavilion pillar planetarium plough pottery pulpit puppet pyramid raft reactor \
    reservoir saddle sandbank scaffold scarecrow shelter shipwreck skeleton smokehouse \
    snowplough staircase stove submarine sundial synagogue tavern terrace theatre \
    thermometer throne trampoline treadmill trumpet turbine turnstile typewriter umbrella \
    vault viaduct violin wagon wardrobe waterfall wharf whistle workshop yacht";
const HAPPENINGS: &str = "\
    arrives breaks burns costs disappears doubles fails freezes grows halves leaks matters \
    moves opens pays rots sells shrinks sinks sleeps smells spreads starts stops survives \
    sways travels vanishes waits works";
const REMARKS: &str = "\
    admits argues boasts complains concedes confirms denies doubts explains fears hopes \
    insists jokes notes predicts promises regrets repeats replies warns";
const LINKS: &str = "\
    after although because before once since unless until when while wherever though";

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 33) as usize
    }

    /// One word of a list.
    fn pick<'a>(&mut self, words: &'a str) -> &'a str {
        let words: Vec<&str> = words.split_whitespace().collect();
        words[self.throw() % words.len()]
    }

    fn name(&mut self) -> String {
        let (beginning, middle) = (self.pick(BEGINNINGS), self.pick(MIDDLES));
        format!("{beginning}{middle}{}", self.pick(ENDINGS))
    }

    fn thing(&mut self) -> String {
        format!("{} {}", self.pick(QUALITIES), self.pick(THINGS))
    }

    /// "because the frozen harp leaks": why something is done.
    fn reason(&mut self) -> String {
        let (link, thing, happening) = (self.pick(LINKS), self.thing(), self.pick(HAPPENINGS));
        format!("{link} the {thing} {happening}")
    }

    fn headline(&mut self, place: &str) -> String {
        let (actor, deed, thing) = (self.pick(ACTORS), self.pick(DEEDS), self.thing());
        match self.throw() % 4 {
            0 => format!("{place}: {actor} to {deed} {thing}"),
            1 => format!("{actor} {deed} {thing} in {place}"),
            2 => format!("Why {place} may {deed} its {thing}"),
            _ => format!(
                "{} {} in {place} {deed} {thing}",
                self.name(),
                actor.to_lowercase()
            ),
        }
    }

    fn body(&mut self, place: &str) -> String {
        let person = format!("{} {}", self.pick(FIRST_NAMES), self.name());
        let actor = format!("{} {}", self.name(), self.pick(ACTORS).to_lowercase());
        let (deed, remark) = (self.pick(DEEDS), self.pick(REMARKS));
        let (thing, reason) = (self.thing(), self.reason());
        match self.throw() % 3 {
            0 => format!(
                "The {actor} would {deed} the {thing}, {person} {remark}. In {place} this can be done {reason}."
            ),
            1 => format!(
                "{person} of the {actor} {remark} in {place}, {reason}. They {deed} a {thing}."
            ),
            _ => format!(
                "In {place} {reason}. Now {person} {remark} that the {actor} {deed} the {thing}."
            ),
        }
    }
}

/// Articles of an hour around a case.
const HOURLY: i64 = 4;
/// Hours before the first article of a case that the articles around it begin.
const LEAD: i64 = 36;
const LEAST: i64 = 150;
const MOST: i64 = 300;

/// Unrelated articles from before the first piece until after the last, some 150 to 300 of them.
pub(super) fn around(pieces: &[Piece<'_>]) -> Vec<Draft> {
    let first = pieces.iter().map(|piece| piece.hours).min().unwrap_or(0) - LEAD;
    let last = pieces.iter().map(|piece| piece.hours).max().unwrap_or(0) + 2;
    let span = (last - first) * HOUR;
    let count = (span / HOUR * HOURLY).clamp(LEAST, MOST);
    let mut dice = Dice(7);
    let article = |number: i64| {
        let place = dice.name();
        let (title, text) = (dice.headline(&place), dice.body(&place));
        let source = SOURCES[dice.throw() % SOURCES.len()];
        draft_at(
            START + first * HOUR + number * span / count,
            source,
            &title,
            &text,
        )
    };
    (0..count).map(article).collect()
}

/// The pieces of a case, each with its place among `pieces`, in a stream with articles around them.
pub(super) fn surrounded(pieces: &[Piece<'_>]) -> (Vec<Draft>, Vec<usize>) {
    let mut stream: Vec<(Draft, Option<usize>)> = around(pieces)
        .into_iter()
        .map(|draft| (draft, None))
        .collect();
    stream.extend(
        pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| (draft(piece), Some(at))),
    );
    stream.sort_by_key(|(draft, _)| draft.published);
    let mut places = vec![0; pieces.len()];
    for (place, (_, at)) in stream.iter().enumerate() {
        if let Some(at) = at {
            places[*at] = place;
        }
    }
    (stream.into_iter().map(|(draft, _)| draft).collect(), places)
}

#[test]
fn the_articles_around_a_case_are_unrelated() {
    let quiet = super::piece("Harbor Ledger", 0, "Otter seen in canal", "It swam north.");
    let placed = super::group_stream(around(&[quiet]));
    let stories: std::collections::BTreeSet<_> = placed.iter().map(|one| one.story).collect();
    assert!(
        stories.len() * 20 >= placed.len() * 19,
        "{} stories of {} articles",
        stories.len(),
        placed.len()
    );
}
