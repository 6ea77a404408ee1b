//! The colour: seen before it is saved, readable whatever is chosen, worn by visitors' pages at once.

use shingle::site::brand::{Brand, PAIRS, Rgb};

use super::{back_to, owner, saved};
use crate::support::TestApp;

const PATH: &str = "/admin/settings/colour";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colour_is_looked_at_first_and_worn_once_it_is_saved() {
    let app = TestApp::demo().await;
    let (desk, visitor) = (owner(&app).await, app.client());
    let sheet = async || visitor.get("/").await.attribute("link[href^='/a/brand/']", "href");
    assert_eq!(sheet().await, None);
    let look = desk.get(&format!("{PATH}?hue=220&strength=12")).await;
    assert!(
        look.words().contains("not saved yet") && look.has("#sample svg[aria-label='A page of the site by night']")
    );
    assert_eq!((look.input("hue").as_deref(), look.input("strength").as_deref()), (Some("220"), Some("12")));
    assert_eq!(sheet().await, None, "a look changes the site");
    let page = saved(&desk, PATH, &[("hue", "220"), ("strength", "12")]).await;
    assert_eq!(page.first(".flash p").as_deref(), Some("Colour changed"));
    let blue = sheet().await.expect("the site wears it");
    let text = visitor.get(&blue).await.text;
    let button = Brand { hue: 220.0, strength: 0.12 }.palette(false).into_iter().find(|(name, _)| *name == "button");
    assert!(text.contains(&format!("--button:light-dark({}", button.unwrap().1)), "{text}");
    assert!(desk.get("/admin/settings").await.words().contains("Harbour, strength 12"));
    // A code comes before the sliders.
    saved(&desk, PATH, &[("hue", "10"), ("code", " #FF6600 ")]).await;
    let brand = app.app.business().brand.unwrap();
    assert!((40.0..60.0).contains(&brand.hue) && brand.strength > 0.15, "{brand:?}");
    assert_ne!(sheet().await.as_deref(), Some(blue.as_str()));
    back_to(&desk, PATH, 2).await;
    assert_eq!(sheet().await, Some(blue));
    // And back to the colours that came with it.
    let page = desk.get(PATH).await;
    assert_eq!(desk.submit(&page, &[("own", "none")]).await.status(), 303);
    assert_eq!(sheet().await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_pair_stands_there_with_its_contrast_by_day_and_by_night() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    for path in [format!("{PATH}?hue=130&strength=26"), format!("{PATH}/sample?hue=130&strength=26")] {
        let page = desk.get(&path).await;
        assert_eq!(page.status(), 200, "{path}");
        let rows = page.all(".pairs tbody tr");
        assert_eq!(rows.len(), PAIRS.len(), "{path}");
        assert!(rows[0].starts_with("Text on the page") && rows[0].contains("by night"), "{rows:?}");
        assert!(page.first("[data-finding]").unwrap().starts_with("All 46 pairs can be read"), "{path}");
        assert!(!page.has(".tag-bad"));
    }
    let sample = desk.get(&format!("{PATH}/sample?hue=1&strength=10&code=%23ff6600")).await;
    let finding = sample.first("[data-finding]").unwrap();
    assert!(finding.contains("because the colour is made lighter or darker there"), "{finding}");
    let words = sample.all(".pairs tr").into_iter().find(|row| row.starts_with("Words on a button needs")).unwrap();
    assert!(words.contains("was 2.9, mended"), "white words on #ff6600: {words}");
    let none = desk.get(&format!("{PATH}/sample?hue=x&strength=10")).await;
    assert!(none.status() == 422 && none.words().contains("no colour yet") && !none.has("svg"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_colour_is_refused_and_comes_back() {
    let app = TestApp::demo().await;
    let desk = owner(&app).await;
    let page = desk.get(PATH).await;
    for (name, wrong) in [
        ("hue", "361"),
        ("hue", "NaN"),
        ("strength", "0"),
        ("strength", "99"),
        ("code", "#12"),
        ("code", "red"),
        ("code", "#808080"),
        ("code", "\"><script>alert(1)</script>"),
    ] {
        let refused = desk.submit(&page, &[(name, wrong)]).await;
        assert_eq!(refused.status(), 422, "{name} {wrong}");
        assert_eq!(refused.input(name).as_deref(), Some(wrong));
        assert!(refused.has(&format!("#{name}[aria-invalid]")) && refused.has(&format!(".errors a[href='#{name}']")));
        assert!(!refused.text.contains("<script>alert"));
    }
    assert_eq!(app.app.business().brand, None);
}

#[test]
fn a_code_finds_its_own_hue_again() {
    for hue in (0..360).step_by(15) {
        let brand = Brand { hue: f64::from(hue), strength: 0.1 };
        let button = brand.palette(false).into_iter().find(|(name, _)| *name == "button").unwrap().1;
        let found = Brand::of_colour(button).expect("a colour");
        let apart = (found.hue - brand.hue + 180.0).rem_euclid(360.0) - 180.0;
        assert!(apart.abs() < 4.0, "{button}: {found:?} for hue {hue}");
    }
    assert_eq!(Brand::of_colour(Rgb(128, 128, 128)), None);
    assert_eq!(Rgb::parse("#abc"), Rgb::parse("aabbcc"));
    assert_eq!(Rgb::parse("#aébc1"), None);
}
