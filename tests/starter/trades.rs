//! The starter sites themselves.

use std::collections::BTreeSet;

use shingle::blocks::Placed;
use shingle::starter::Trade;

use super::set_up;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_trade_has_a_site_that_holds_together() {
    for trade in Trade::ALL {
        let app = TestApp::start().await;
        let owner = set_up(&app, trade.as_str()).await;
        let name = trade.as_str();
        let mut titles = BTreeSet::new();
        let paths =
            app.sql("select path from pages where path is not null and live_revision is not null order by path").await;
        let paths: Vec<_> = paths.iter().map(|row| row[0].clone()).collect();
        for needed in ["/", "/about", "/accessibility", "/contact", "/privacy", "/services"] {
            assert!(paths.iter().any(|path| path == needed), "{name} has no {needed}");
        }
        for path in &paths {
            let page = owner.get(path).await;
            assert_eq!(page.status(), 200, "{name}: {path}");
            let left = ["{name}", "{owner}", "{email}"].into_iter().find(|mark| page.text.contains(mark));
            assert!(left.is_none(), "{name}: {path} has {left:?} left: {}", page.words());
            assert!(titles.insert(page.all("title").remove(0)), "{name}: two pages have the title of {path}");
            assert_eq!(page.all("h1").len(), 1, "{name}: {path}");
            let description = page.attribute("meta[name=description]", "content").unwrap();
            assert!((40..=170).contains(&description.chars().count()), "{name}: {path}: {description}");
            for href in page.attributes("main a[href^='/']", "href") {
                let target = owner.follow(href.split(['#', '?']).next().unwrap()).await;
                assert_eq!(target.status(), 200, "{name}: {path} leads to {href}");
            }
        }
        for form in ["/forms/enquiry", "/forms/contact"] {
            assert_eq!(owner.follow(form).await.status(), 200, "{name}: {form}");
        }
        assert_eq!(app.sql_i64("select count(*) from services").await, 3, "{name}");
    }
}
