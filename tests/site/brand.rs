//! A business's own colour: whatever is chosen, everything can be read.

use std::collections::BTreeMap;

use shingle::site::brand::{Brand, PAIRS, contrast};

use crate::support::TestApp;

#[test]
fn every_colour_that_can_be_chosen_keeps_its_contrasts() {
    let mut worst = f64::MAX;
    for hue in (0..360).step_by(3) {
        for strength in [0.0, 0.02, 0.06, 0.12, 0.18, 0.26, 0.4] {
            for dark in [false, true] {
                let palette: BTreeMap<_, _> =
                    Brand { hue: f64::from(hue), strength }.palette(dark).into_iter().collect();
                for (one, other, least) in PAIRS {
                    let ratio = contrast(palette[one], palette[other]);
                    assert!(
                        ratio >= least,
                        "hue {hue}, strength {strength}, dark {dark}: {one} on {other} is {ratio:.2}"
                    );
                    worst = worst.min(ratio / least);
                }
            }
        }
    }
    assert!(worst < 2.0, "the pairs are not looked at: {worst}");
}

#[test]
fn a_hue_stays_itself() {
    let button = |hue: f64| {
        let palette = Brand { hue, strength: 0.15 }.palette(false);
        palette.into_iter().find(|(name, _)| *name == "button").unwrap().1
    };
    let (red, green, blue) = (button(25.0), button(150.0), button(255.0));
    assert!(red.0 > red.1 && red.0 > red.2, "{red}");
    assert!(green.1 > green.0 && green.1 > green.2, "{green}");
    assert!(blue.2 > blue.0 && blue.2 > blue.1, "{blue}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_site_wears_it_from_the_next_page_on() {
    let app = TestApp::demo().await;
    let visitor = app.client();
    assert!(!visitor.get("/").await.has("link[href^='/a/brand/']"));
    app.execute(
        "insert into settings (topic, version, value, at)
         select topic, version + 1, value || '{\"brand\": {\"hue\": 250, \"strength\": 0.12}}', now()
         from settings where topic = 'business' order by version desc limit 1",
    )
    .await;
    app.app.refresh_business().await.unwrap();
    let address = visitor.get("/").await.attribute("link[href^='/a/brand/']", "href").unwrap();
    let sheet = visitor.get(&address).await;
    assert_eq!(sheet.status(), 200);
    assert!(
        sheet.header("content-type").unwrap().starts_with("text/css") && sheet.text.contains("--button:light-dark(#")
    );
    assert!(sheet.header("cache-control").unwrap().contains("immutable"));
    assert_eq!(visitor.get("/a/brand/000000000000.css").await.status(), 404);
    assert!(
        !app.demo_owner().await.get("/admin").await.has("link[href^='/a/brand/']"),
        "the desk keeps its own colour"
    );
}
