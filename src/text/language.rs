//! Function words of the languages that feeds are mostly written in, and a guess at the language
//! of a text by them: a lookup per word, a hundred times cheaper than a statistical detector.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::words::hash_word;

/// A language, or the family of scripts it is written in, as far as counting words needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(pub u8);

impl Language {
    /// English, and Latin script of which nothing else is known.
    pub const ENGLISH: Self = Self(0);
    /// A script other than Latin whose function words are not listed.
    pub const OTHER: Self = Self(63);
}

/// Tag, and function words folded as [`super::fold`] does. Names of days and months and the words
/// every report uses are among the English ones.
const FUNCTION_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "a about above after again against ago all almost also although am amid among an and announce announced announces another any are around as at away back be because become been before being below between both but by call called calls can cannot come comes could day days did didnt do does doesnt doing dont down during each even ever every few first following for former from further get gets give go goes going had has have having he her here hers him his how however i if in into is isnt it its itself just know last late later latest least less like likely made make makes making many may me might month months more most much must my near never new news next no nor not now of off on once one only or other others our out over own part per put report reported reporting reports said same say saying says see set several she should since so some still such take takes tell tells than that thats the their them then there these they this those three through time to today told tomorrow too top toward two under until up update updates upon us use used very via want wants was wasnt way we week weeks well went were werent what when where which while who whom whose why will with within without wont would year years yes yesterday yet you your monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun live video watch photos breaking exclusive opinion analysis read story full",
    ),
    (
        "es",
        "a al algo ante antes asi aun aunque bajo bien cada como con contra cual cuando de del desde donde dos durante e el ella ellas ellos en entre era es esa ese eso esta estaba estan estas este esto estos fue fueron ha habia hace han hasta hay hoy la las le les lo los mas me mientras mi muy nada ni no nos o otra otro para pero poco por porque que quien se sea segun ser si sido sin sobre son su sus tambien tan tanto te tiene tienen todo todos tras un una uno unos y ya dice dijo nuevo nueva ano anos dia dias",
    ),
    (
        "fr",
        "a ainsi apres au aussi autre aux avant avec c ce cela ces cet cette ceux chez comme contre d dans de depuis des deux dont du elle elles en encore entre est et ete etre eu fait faut il ils j je l la le les leur leurs lors lui m mais meme moins n ne nos notre nous on ont ou par pas pendant peu plus pour qu quand que qui s sa sans se selon ses si son sont sous sur t tous tout toute tres un une vers vos vous y etait cest apres annee ans jour dit",
    ),
    (
        "de",
        "aber alle allem als also am an auch auf aus bei beim bis da damit dann das dass dem den denn der des die dies diese dieser dieses doch dort du durch ein eine einem einen einer eines er es fur gegen gibt hat hatte haben hier ich ihr ihre ihrem ihren im in ins ist ja jetzt kann kein keine mehr mit muss nach nicht noch nun nur ob oder ohne schon sei sein seine seinem seinen sich sie sind so soll sollen sondern um und uns unter viele vom von vor war waren was weil wenn wer werden wie will wir wird wurde wurden zu zum zur zwei zwischen uber neue neuen neuer jahr jahre jahren uhr sagte heute",
    ),
    (
        "it",
        "a ad ai al alla alle allo anche ancora c che chi ci come con contro cosa cui da dai dal dalla dalle degli dei del della delle dello di dopo dove due e ecco ed era fra gia gli ha hanno i il in io l la le lei lo loro lui ma mai mi nel nella nelle no noi non nuovo o ogni oggi per perche piu prima quando quella quello questa questo se sei senza si sia sono sta stata stato su sua sue sugli sul sulla suo suoi tra tutti tutto un una uno anni anno detto",
    ),
    (
        "pt",
        "a ao aos apos as ate com como contra da das de dela dele depois do dois dos durante e ela elas ele eles em entre era essa esse esta estao este foi foram ha isso ja la lhe mais mas me mesmo muito na nas nao nem no nos num numa o onde os ou para pela pelas pelo pelos por porque qual quando que quem se segundo sem ser seu seus sobre sua suas tambem tem todos tudo um uma vai voce anos ano disse diz",
    ),
    (
        "nl",
        "aan al alle als bij dan dat de deze die dit doen door dus een en er geen haar had heb hebben heeft hem het hij hoe hun ik in is ja je kan maar me meer men met mijn moet na naar niet nog nu of om omdat onder ons ook op over te tegen toch toen tot tussen u uit van veel voor waar want was wat we wel werd wie wij wil worden wordt zal ze zei zich zij zijn zo zou jaar nieuwe",
    ),
    (
        "tl",
        "aking ako ang ano anong araw at ating ay ayon ba bagong bago bakit bang bawat bilang bukas daan dahil dapat dati daw din dito dyan eh hanggang hindi huli huwag ibang ibinahagi ika ilan ilang ilalim isa isang ito itong iyan iyon ka kami kanila kanilang kanino kanya kanyang kapag karaniwan kasama kasi kay kaya kayo kina ko kung laban lahat lamang lang lubha maaari mag maging makita man mas matapos may mayroon mga mo mula muli muling muna na nag naging nais nakita naman namin nang nasa nating natin nga ngayon ngayong ni nila nilang nina ninyo nito niya niyang noon noong pa paano pag pagkatapos pala para pati pero po raw rin sa saan si sila sina sino sinong siya siyang sobra tatlo tayo tungkol tuwing umano upang wala walang yan yung",
    ),
    (
        "id",
        "ada adalah agar akan antara apa atas atau baru bagi bahwa banyak belum berada bisa dalam dan dapat dari dengan di dia dua hanya hari harus hingga ia ini itu jadi jika juga kami karena ke kepada kita kini lagi lain lalu lebih masih melalui mereka namun oleh orang pada para pun saat saja salah sampai sangat satu sebagai sebuah sejak sekitar selama semua seorang seperti serta setelah sudah tak tahun telah tentang terhadap tersebut tidak untuk usai yaitu yang",
    ),
    (
        "sv",
        "alla att av bara blev bli blir da dar de dem den denna det detta dig din dock du efter ej eller en enligt er ett fick fler fran for forst ga ha hade han har hur i in ingen inte ja jag kan man med men mer mot mycket nar nu och ocksa om pa sa sade sager samt sig sin ska skulle som till under upp ut utan var vara vi vid vill ar ars over",
    ),
    (
        "da",
        "af alle at blev blive bliver da de dem den der deres det dette dig din du efter eller en end er et fik flere for fra ga ha han har have her hun hvad hvor hvis i igen ikke ind ingen ja jeg kan kom kun man mange med meget men mere mod ned nar nogle nu nye og ogsa om op over pa sa sagde sig siger sin siden skal skulle som til ud under ved vi vil var ville ar etter ble bli fram hos mellom opp sier",
    ),
    (
        "pl",
        "a aby ale bardzo bez bo by byc byl byla bylo byly co czy dla do gdy gdzie go i ich ile im ja jak jako jednak jego jej jest jeszcze juz kiedy kto ktora ktore ktory lub ma maja mi mnie moze na nad nam nas nie nim niz o od oraz po pod podczas przed przez przy roku sa sie sobie sposob ta tak takze tam te tego tej temu ten to tu tylko tym u w we wiec wszystko z za ze zostal",
    ),
    (
        "tr",
        "acaba ama ancak artik az bana bazi belki ben bir biri biz bu bunu cok cunku da daha de degil diye dolayi en eden fakat gibi gore hem hep her hic icin ile ilgili ise iste kadar karsi ki kim mi nasil ne neden nerede o olan olarak oldu oldugu olmak olur once onu sen siz son sonra su ta tarafindan tum var ve veya ya yani yeni yok yil",
    ),
    (
        "ro",
        "a ai al ale are au avea ca care cat ce cea cei cel cele cu cum da dar de decat deja despre din dintre doar dupa ea ei el ele era este eu fara fi fie fost iar in inainte intr intre isi la le lor lui mai mult ne nici nu o pana pe pentru peste poate prin s sa sau se si sunt sub toate tot un una unei unor unui va vor",
    ),
    (
        "ru",
        "а без более был была были было быть в вам вас весь во вот все всего всех вы где да даже два для до его ее если есть еще же за и из или им их к как когда которая которые который кто ли между меня мне может мы на над надо нас не него нет ни но ну о об он она они от перед по под после потому при про с сам свои своей себя со так также там те тем того тоже только том ты у уже что чтобы это этого этой этом эту я года году",
    ),
    (
        "uk",
        "а або але без був була були було в вже ви від він вона вони все всіх де для до є за з зі і із її їх його й як яка які який коли ми на над не ні о об один по під після при про с та так також там те ти того тому то у уже це цей ця ці чи що щоб",
    ),
];

static LISTS: LazyLock<FxHashMap<u32, u32>> = LazyLock::new(|| {
    let mut lists = FxHashMap::default();
    for (place, (_, words)) in FUNCTION_WORDS.iter().enumerate() {
        for word in words.split(' ') {
            *lists.entry(hash_word(word)).or_default() |= 1 << place;
        }
    }
    lists
});

/// Counts the function words of a text, language by language, while it is read.
#[derive(Debug, Clone, Default)]
pub struct LanguageGuess {
    hits: [u16; FUNCTION_WORDS.len()],
    latin: u32,
    other: u32,
}

impl LanguageGuess {
    /// Which languages the folded word of this hash is a function word of; 0 for most words.
    pub fn lists_with(hash: u32) -> u32 {
        LISTS.get(&hash).copied().unwrap_or(0)
    }

    /// Counts a word of the text.
    pub fn count(&mut self, folded: &str, mut lists: u32) {
        if folded.is_ascii() {
            self.latin += 1;
        } else {
            self.other += 1;
        }
        while lists != 0 {
            self.hits[lists.trailing_zeros() as usize] += 1;
            lists &= lists - 1;
        }
    }

    /// The language with most function words; a declared language weighs as three of them.
    pub fn language(&self, declared: Option<&str>) -> Language {
        let declared = declared.and_then(declared_place);
        let score = |place: usize| {
            let bonus = u16::from(declared == Some(place)) * 3;
            self.hits[place].saturating_add(bonus)
        };
        let mut best = 0;
        for place in 1..FUNCTION_WORDS.len() {
            if score(place) > score(best) {
                best = place;
            }
        }
        if self.hits[best] < 2 && self.other > self.latin {
            return Language::OTHER;
        }
        Language(u8::try_from(best).unwrap_or(0))
    }
}

impl Language {
    /// Whether a word on these lists is a function word here. English ones are everywhere, because
    /// headlines mix languages.
    pub fn is_function_word(self, lists: u32) -> bool {
        lists & 1 != 0 || (self.0 < 32 && lists & (1 << self.0) != 0)
    }
}

fn declared_place(tag: &str) -> Option<usize> {
    let tag = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    let tag = match tag.as_str() {
        "fil" => "tl",
        "ms" => "id",
        "no" | "nb" | "nn" => "da",
        "mo" => "ro",
        other => other,
    };
    FUNCTION_WORDS.iter().position(|(name, _)| *name == tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{fold, words};

    fn guess(text: &str, declared: Option<&str>) -> Language {
        let (mut guess, mut folded) = (LanguageGuess::default(), String::new());
        for word in words(text) {
            fold(word.text, &mut folded);
            guess.count(&folded, LanguageGuess::lists_with(hash_word(&folded)));
        }
        guess.language(declared)
    }

    fn named(tag: &str) -> Language {
        Language(declared_place(tag).map_or(63, |place| place as u8))
    }

    #[test]
    fn function_words_tell_the_language() {
        assert_eq!(
            guess("The mayor said that the bridge is closed", None),
            Language::ENGLISH
        );
        assert_eq!(
            guess(
                "Der Bürgermeister sagte, dass die Brücke geschlossen ist",
                None
            ),
            named("de")
        );
        assert_eq!(
            guess("Isinara ang tulay sa bayan dahil sa baha", None),
            named("fil")
        );
        assert_eq!(
            guess("Мост закрыли из-за того, что вода поднялась", None),
            named("ru")
        );
    }

    #[test]
    fn a_wrong_declaration_does_not_outweigh_the_text() {
        assert_eq!(
            guess(
                "Der Bürgermeister sagte, dass die Brücke nicht mehr sicher ist",
                Some("en-US")
            ),
            named("de")
        );
        assert_eq!(
            guess("Harbour bridge closed", Some("xx")),
            Language::ENGLISH
        );
        assert_eq!(guess("ঢাকায় সেতু বন্ধ", None), Language::OTHER);
    }
}
