//! Function words of the languages that feeds are mostly written in, and a guess at the language
//! of a text by them: a lookup per word, a hundred times cheaper than a statistical detector.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::script::{SCRIPTS, Script};
use super::words::{fold, hash_word};

/// A language, or the script it is written in, as far as counting words needs it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(pub u8);

impl Language {
    /// English, and Latin script of which nothing else is known.
    pub const ENGLISH: Self = Self(0);
    /// A script that is not told apart from others.
    pub const OTHER: Self = Self(63);

    /// What is written in a script, where no more is known.
    fn of_script(script: Script) -> Self {
        match script {
            Script::Latin => Self::ENGLISH,
            Script::Other => Self::OTHER,
            script => Self(64 + script as u8),
        }
    }

    /// The tag of the language; `None` where only its script is known.
    pub fn tag(self) -> Option<&'static str> {
        FUNCTION_WORDS.get(usize::from(self.0)).map(|(tag, _)| *tag)
    }

    /// Whether a capital letter inside a sentence marks a name here: in German every noun has one.
    pub fn names_have_capitals(self) -> bool {
        self.tag() != Some("de")
    }
}

/// Tag, and function words; they are folded when they are read. Names of days and months and the words
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
        "а або але без був була були було в вже ви від він вона вони все всіх де для до є за з зі і із її їх його й як яка які який коли ми на над не ні о об один по під після при про с та так також там те ти того тому то у уже це цей ця ці чи що щоб бо хоча щоб",
    ),
    (
        "ar",
        "في من على الى إلى عن مع هذا هذه ذلك تلك التي الذي الذين ان أن إن كان كانت قد لقد لا ما لم لن هو هي هم كما أو او ثم بعد قبل حتى بين كل بعض غير عند منذ خلال حول ضد اليوم أمس قال قالت أكد أعلن ومن وفي وقال وقد بأن وأن وهو وهي عام يوم أي أيضا حيث إذا إلا فقط لكن بل نحو أكثر تم به له لها فيه فيها عليه عليها منه منها",
    ),
    (
        "fa",
        "و در به از که این آن را با برای است بود شد می شود شده کرد کرده کند های ها تا بر یک هم نیز خود اما یا اگر هر ما من او آنها وی باید گفت روز سال پس پیش بین دیگر همه هیچ چه چرا کجا نیست هست اند باشد خواهد دارد داد دارند",
    ),
    (
        "ur",
        "کے کی کا میں سے نے کو پر اور ہے ہیں کہ یہ وہ تھا تھی تھے گا گی گے کر بھی نہیں ایک اس ان جو تو ہی ہو ہوا ہوئے ہوئی گیا گئی گئے کیا لئے لیے بعد ساتھ تک اپنے کہا دیا رہا رہے",
    ),
    (
        "he",
        "של את על לא זה זו זאת הוא היא הם הן אני אנחנו כי אם גם או אבל עם אל בין כל יותר מאוד רק עוד אחרי לפני כמו כך היה היתה הייתה היו יש אין לו לה להם מה מי איך כדי עד אותו אותה אשר אלא היום אתמול אמר אמרה לאחר בשל נגד בה בו שלו שלה כבר",
    ),
    (
        "hi",
        "के की का में है हैं से को पर ने और यह वह कि भी नहीं एक इस उस जो तो ही हो था थी थे कर गया गई गए लिए साथ बाद तक अपने अपनी कहा रहा रही रहे कुछ कोई सब जब तब अब यहां वहां क्या क्यों कैसे किया दिया लेकिन या बहुत आज कल उन इन उनके इसके उसके हुए हुई हुआ करने होने वाले वाली वाला बीच पहले",
    ),
    (
        "bn",
        "ও এবং এই সেই যে তার তাঁর তাদের এর থেকে করে করা করেন করেছে করেছেন করতে হয় হয়ে হয়েছে হয়েছেন হবে হচ্ছে জন্য সঙ্গে সাথে নিয়ে দিয়ে পর পরে আগে মধ্যে একটি এক কিন্তু না নেই আছে ছিল ছিলেন বলে বলেন বলেছেন জানান জানিয়েছেন কি কী কেন কে কোনো কোন আজ আর তিনি এ সব যা তা হলে আমি আমার আমরা আমাদের সে তাই যদি মতো মত পর্যন্ত অনেক বেশি আরও আরো শুধু গত দুই এখন যায় গেছে",
    ),
    (
        "el",
        "και το να του η της με που την από για τα είναι των σε ο οι στο θα τη στην τον τους δεν τις ένα μια ότι στη στις στον στα ως αλλά μετά πριν κατά μας σας αυτό αυτή αν ή έχει ήταν πως όπως πιο κάθε μέχρι χωρίς μόνο πολύ σήμερα χθες",
    ),
    (
        "cs",
        "a aby ale ani az bez bude budou by byl byla byli bylo co dnes do i ja jak jako je jeho jejich jen jeste ji jiz jsem jsou k kde kdy ktera ktere kteri ktery ma mezi mi na nad nebo neni nez o od po pod podle pred pri pro proti protoze s se si svou sve svuj ta tak take tento to u uz v ve vsak z za ze",
    ),
    (
        "hu",
        "az egy es hogy nem van volt meg csak de mar ha el ki vagy mint ez ezt azt szerint utan elott alatt kell lehet lesz volna miatt kozott ellen ami aki amely amikor most itt ott minden tobb nagyon sem pedig majd",
    ),
    (
        "fi",
        "ja etta oli ovat ei se han joka kun mutta myos niin kuin jo vain tai jos sen hanen mukaan jalkeen ennen ole olla olisi voi vuoden vuonna kanssa viela nyt mika miksi miten joita jotka tama taman sita siita",
    ),
    (
        "vi",
        "va cua la co cho duoc trong voi khong mot nhung cac da nay khi den ra vao de tu nguoi se dang bi tai ve sau truoc nhieu cung nhu theo tren hon lai con rang thi phai chi moi nam ngay ong",
    ),
    (
        "bg",
        "на да се от за е са не ще като че по с със в във и или но до при след преди който която което които те той тя това този тази има няма беше бяха още вече само може към през между без над под ги му им",
    ),
    (
        "sr",
        "је су да се на у и за од са не ће као што који која које али или до по из после пре при сам смо био била били бити још само може како када ово тај та то овај ова против између године рекао",
    ),
    (
        "ko",
        "있다 있는 했다 한다 하는 것으로 것이다 위해 대한 대해 이번 지난 오늘 밝혔다 말했다 따르면 등 및 수 것 그 이 더 된다 됐다 되는 관련 통해 라고 또 또한 한 두 전 후 중 때 등을 등이 위한 있다고 했다고 없는 없다 가장 모두 이날",
    ),
];

// A word's languages are the bits of a `u32`.
const _: () = assert!(FUNCTION_WORDS.len() <= 32);

static LISTS: LazyLock<FxHashMap<u32, u32>> = LazyLock::new(|| {
    let (mut lists, mut folded) = (FxHashMap::default(), String::new());
    for (place, (_, words)) in FUNCTION_WORDS.iter().enumerate() {
        for word in words.split(' ') {
            fold(word, &mut folded);
            *lists.entry(hash_word(&folded)).or_default() |= 1 << place;
        }
    }
    lists
});

/// The script of each list.
static SCRIPT_OF_LIST: LazyLock<Vec<Script>> = LazyLock::new(|| {
    let first = |words: &str| words.chars().next().map_or(Script::Other, Script::of);
    FUNCTION_WORDS
        .iter()
        .map(|(_, words)| first(words))
        .collect()
});

/// Counts the function words of a text, language by language, while it is read.
#[derive(Debug, Clone, Default)]
pub struct LanguageGuess {
    hits: [u16; FUNCTION_WORDS.len()],
    /// Words, in scripts without spaces characters, by script.
    scripts: [u32; SCRIPTS],
}

impl LanguageGuess {
    /// Which languages the folded word of this hash is a function word of; 0 for most words.
    pub fn lists_with(hash: u32) -> u32 {
        LISTS.get(&hash).copied().unwrap_or(0)
    }

    /// Counts a word of the text.
    pub fn count(&mut self, folded: &str, mut lists: u32) {
        let script = if folded.is_ascii() {
            Script::Latin
        } else {
            let letter = folded.chars().find(|c| c.is_alphabetic());
            letter.map_or(Script::Other, Script::of)
        };
        self.scripts[script as usize] += 1;
        while lists != 0 {
            self.hits[lists.trailing_zeros() as usize] += 1;
            lists &= lists - 1;
        }
    }

    /// Counts a run of a script without spaces.
    pub fn count_run(&mut self, run: &str) {
        for c in run.chars().take(RUN_COUNTED) {
            self.scripts[Script::of(c) as usize] += 1;
        }
    }

    /// The language with most function words among those of the prevailing script; a declared
    /// language weighs as three of them.
    pub fn language(&self, declared: Option<&str>) -> Language {
        let script = self.script();
        let declared = declared.and_then(declared_place);
        let score = |place: usize| {
            let bonus = u16::from(declared == Some(place)) * 3;
            self.hits[place].saturating_add(bonus)
        };
        let mut best = None;
        for place in (0..FUNCTION_WORDS.len()).filter(|place| SCRIPT_OF_LIST[*place] == script) {
            if score(place) > best.map_or(0, score) {
                best = Some(place);
            }
        }
        match best.and_then(|best| u8::try_from(best).ok()) {
            Some(best) => Language(best),
            None => Language::of_script(script),
        }
    }

    /// The script that prevails. Han characters beside Kana are Japanese.
    fn script(&self) -> Script {
        let of = |script: Script| self.scripts[script as usize];
        let mut best = Script::Latin;
        for script in Script::ALL {
            if of(script) > of(best) {
                best = script;
            }
        }
        if best == Script::Han && of(Script::Kana) * 8 > of(Script::Han) {
            return Script::Kana;
        }
        best
    }
}

/// Characters of a run that are counted: a sentence is enough.
const RUN_COUNTED: usize = 64;

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
        assert_eq!(
            guess("ঢাকায় সেতু বন্ধ", None),
            Language::of_script(Script::Bengali)
        );
    }

    #[test]
    fn scripts_without_a_list_are_told_apart() {
        assert_eq!(guess("大坝决堤", None), Language::of_script(Script::Han));
        assert_eq!(
            guess("ダムが決壊した", None),
            Language::of_script(Script::Kana)
        );
        assert_eq!(guess("เขื่อนแตก", None), Language::of_script(Script::Thai));
        assert_ne!(guess("大坝决堤", None), guess("ඩෑම් බිඳී", None));
    }

    #[test]
    fn languages_of_one_script_are_told_apart_by_their_function_words() {
        assert_eq!(
            guess("أكد الوزير أن السد آمن في هذه المدينة", None),
            named("ar")
        );
        assert_eq!(guess("سد در این شهر شکسته شد و مردم را", None), named("fa"));
        assert_eq!(
            guess("Дамба не витримала, бо вода піднялася", None),
            named("uk")
        );
        assert_eq!(guess("बांध टूटने के बाद शहर में पानी है", None), named("hi"));
        assert_eq!(guess("বাঁধ ভেঙে গেছে এবং পানি বেড়েছে", None), named("bn"));
        assert_eq!(guess("בסכר של העיר לא היה מים", None), named("he"));
    }
}
