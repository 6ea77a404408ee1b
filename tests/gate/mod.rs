//! The page gate: every page, wide and narrow, light and dark, in a real Chromium. No policy violation, no console error, no
//! sideways scroll, one h1, no inline script or style, nothing that axe finds, a focus that can be seen, few bytes, no jumps.
//!
//! Each state of a page is loaded once; theme and width are switched in place. What is a page comes from the database, the
//! route table and the samples, so that no screen is forgotten. `SHINGLE_SHOTS=directory` keeps a picture of each.

mod account;
mod admin;
mod focus;
mod forms;
mod public;
mod stretched;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::support::{Browser, Theme};

const AXE: &str = include_str!("../data/vendor/axe.min.js");

/// What counts as wrong for axe: WCAG 2.2 A and AA, and good practice.
const RULES: &str = "return axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag',
        values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })
    .then((result) => result.violations.map((rule) =>
        `${rule.id} (${rule.nodes.length}): ${rule.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}: ` +
        (rule.nodes[0].failureSummary || '').replace(/\\s+/g, ' ')))";

/// Waits until fonts are there and two frames have been drawn.
const SETTLED: &str = "return document.fonts.ready.then(() => new Promise((done) =>
    requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))";

/// What one load tells about itself.
const LOOK: &str = "return {
    violations: window.__violations || ['the page was not watched'],
    shift: window.__shift || 0,
    over: document.documentElement.scrollWidth - innerWidth,
    titles: document.querySelectorAll('h1').length,
    inline: Array.from(document.querySelectorAll('style, [style], script:not([src]):not([type=\"application/ld+json\"])'))
        .concat(Array.from(document.querySelectorAll('*')).filter((e) => Array.from(e.attributes).some((a) => a.name.startsWith('on'))))
        .map((e) => e.outerHTML.slice(0, 80)),
    elsewhere: performance.getEntriesByType('resource').map((e) => e.name).filter((name) => !name.startsWith(location.origin)),
}";

/// Bytes as they came over the line, by kind; pictures and icons apart.
const BYTES: &str = "
    const size = { html: performance.getEntriesByType('navigation')[0].encodedBodySize, css: 0, js: 0, font: 0, other: 0, requests: 1 };
    for (const entry of performance.getEntriesByType('resource')) {
      const path = new URL(entry.name).pathname;
      if (/\\.(svg|png|ico|jpg|avif)$/.test(path) || path.startsWith('/events')) continue;
      const kind = path.endsWith('.css') ? 'css' : path.endsWith('.js') ? 'js' : path.endsWith('.woff2') ? 'font' : 'other';
      size[kind] += entry.encodedBodySize;
      size.requests += 1;
    }
    return size;";

#[derive(Deserialize)]
struct Look {
    violations: Vec<String>,
    shift: f64,
    over: i64,
    titles: usize,
    inline: Vec<String>,
    elsewhere: Vec<String>,
}

#[derive(Deserialize)]
struct Bytes {
    html: usize,
    css: usize,
    js: usize,
    font: usize,
    other: usize,
    requests: usize,
}

/// The most of each, in bytes; `requests` and the sum are for a first visit.
struct Budget {
    html: usize,
    css: usize,
    js: usize,
    font: usize,
    total: usize,
    requests: usize,
}

const PUBLIC: Budget = Budget { html: 30_000, css: 15_000, js: 8_000, font: 40_000, total: 80_000, requests: 8 };
const ADMIN: Budget = Budget { html: 60_000, css: 40_000, js: 40_000, font: 40_000, total: 400_000, requests: 12 };
/// Where texts are written the rich text editor comes too, and every kind of block with its drawing.
const WRITING: Budget = Budget { html: 150_000, css: 40_000, js: 150_000, font: 40_000, total: 420_000, requests: 28 };
/// Where files are sent: their progress and dropping them are modules of their own.
const BRINGING: Budget = Budget { requests: 16, ..ADMIN };

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A whole page.
    Page,
    /// A block by itself: its page brings the h1.
    Part,
    /// A mail: mail programs want styles inline, and know no landmarks.
    Mail,
}

impl Kind {
    /// Whether a rule of axe is meant for it.
    fn takes(self, rule: &str) -> bool {
        let of_pages = ["region", "landmark-one-main", "page-has-heading-one"];
        match self {
            Self::Page => true,
            Self::Part => !rule.starts_with("page-has-heading-one"),
            Self::Mail => !of_pages.iter().any(|name| rule.starts_with(name)),
        }
    }
}

/// Widths and themes in which a page is looked at.
const EVERY_LOOK: &[(u32, Theme)] =
    &[(1280, Theme::Light), (1280, Theme::Dark), (375, Theme::Light), (375, Theme::Dark)];
/// What is enough for a state of a page that is looked at in all of them elsewhere: the look that breaks first.
const ONE_LOOK: &[(u32, Theme)] = &[(375, Theme::Dark)];

/// One run of the gate: a browser, and what was found wrong.
struct Gate {
    browser: Browser,
    budget: Budget,
    kind: Kind,
    looks: &'static [(u32, Theme)],
    /// Each fault of a page, with the widths and themes in which it shows.
    wrong: BTreeMap<String, Vec<String>>,
    seen: usize,
}

impl Gate {
    fn new(browser: Browser, budget: Budget) -> Self {
        Self { browser, budget, kind: Kind::Page, looks: EVERY_LOOK, wrong: BTreeMap::new(), seen: 0 }
    }

    fn say(&mut self, fault: String, when: String) {
        self.wrong.entry(fault).or_default().push(when);
    }

    /// Opens a path as a first visit and looks at it. `known` are console messages that belong to it, such as its 404.
    async fn page(&mut self, path: &str, known: &[&str]) {
        self.browser.tell("Network.clearBrowserCache", serde_json::json!({})).await;
        self.browser.go(path).await;
        self.settle().await;
        let bytes: Bytes = self.browser.ask(BYTES).await;
        self.weigh(path, &bytes);
        self.state(path, known).await;
    }

    /// Looks at what is open now, whatever it took to come here.
    async fn state(&mut self, name: &str, known: &[&str]) {
        self.seen += 1;
        self.settle().await;
        let look: Look = self.browser.ask(LOOK).await;
        self.judge(name, &look);
        if self.kind != Kind::Mail {
            for found in focus::troubles(&self.browser).await {
                self.say(format!("{name}: {found}"), String::new());
            }
        }
        let axe: bool = self.browser.ask(&format!("{AXE}; return typeof axe === 'object'")).await;
        assert!(axe, "axe runs in the page");
        for (width, theme) in self.looks.iter().copied() {
            self.browser.width(width).await;
            self.browser.theme(theme).await;
            self.settle().await;
            self.look_again(name, width, theme).await;
        }
        self.browser.width(1280).await;
        self.browser.theme(Theme::Light).await;
        for message in self.browser.errors(known).await {
            self.say(format!("{name}: console: {message}"), String::new());
        }
    }

    async fn settle(&self) {
        let _: bool = self.browser.ask(SETTLED).await;
    }

    /// What can differ with width and theme.
    async fn look_again(&mut self, name: &str, width: u32, theme: Theme) {
        // From the top, as it is when it has loaded: what an earlier look scrolled away lies under the sticky header.
        let _: bool = self.browser.ask("scrollTo({ top: 0, behavior: 'instant' }); return true").await;
        let over: i64 = self.browser.ask("return document.documentElement.scrollWidth - innerWidth").await;
        if over > 0 {
            let widest = "return Array.from(document.querySelectorAll('body *')).filter((e) =>
                e.getBoundingClientRect().right > innerWidth + 1).slice(-1).map((e) => e.outerHTML.slice(0, 100)).join()";
            let what: String = self.browser.ask(widest).await;
            self.say(format!("{name}: scrolls sideways: {what}"), format!("{width} by {over}"));
        }
        // A bar that stays at the bottom lies over whatever happens to be there, until somebody scrolls. In a window as high as
        // the page it may lie over nothing.
        let height: u32 = self.browser.ask("return document.documentElement.scrollHeight").await;
        self.browser.size(width, height.max(812)).await;
        let found: Vec<String> = self.browser.ask(RULES).await;
        self.browser.width(width).await;
        let kind = self.kind;
        for rule in found.into_iter().filter(|rule| kind.takes(rule)) {
            self.say(format!("{name}: axe: {rule}"), format!("{width} {theme:?}"));
        }
        let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        self.browser.shot(&format!("{}-{width}-{theme:?}", plain.trim_matches('-')).to_lowercase()).await;
    }

    fn judge(&mut self, name: &str, look: &Look) {
        let kind = self.kind;
        let mut say = |what: String| self.say(format!("{name}: {what}"), String::new());
        if !look.violations.is_empty() {
            say(format!("breaks its own policy: {:?}", look.violations));
        }
        if look.shift > 0.02 {
            say(format!("jumps while it loads: {:.3}", look.shift));
        }
        if look.over > 0 {
            say(format!("scrolls sideways by {}", look.over));
        }
        if kind == Kind::Page && look.titles != 1 {
            say(format!("has {} h1", look.titles));
        }
        if kind != Kind::Mail && !look.inline.is_empty() {
            say(format!("has inline script or style: {:?}", look.inline));
        }
        if !look.elsewhere.is_empty() {
            say(format!("loads from elsewhere: {:?}", look.elsewhere));
        }
    }

    fn weigh(&mut self, name: &str, bytes: &Bytes) {
        let most = &self.budget;
        let total = bytes.html + bytes.css + bytes.js + bytes.font + bytes.other;
        for (what, is, most) in [
            ("bytes of HTML", bytes.html, most.html),
            ("bytes of CSS", bytes.css, most.css),
            ("bytes of script", bytes.js, most.js),
            ("bytes of fonts", bytes.font, most.font),
            ("bytes in all", total, most.total),
            ("requests", bytes.requests, most.requests),
        ] {
            if is > most {
                self.say(format!("{name}: {is} {what}, at most {most}"), String::new());
            }
        }
    }

    /// Ends it: everything that was found, at once.
    async fn close(self) {
        self.browser.close().await;
        assert!(self.seen > 0, "something was looked at");
        let list: Vec<String> =
            self.wrong.iter().map(|(fault, when)| format!("{fault} [{}]", when.join(", "))).collect();
        assert!(list.is_empty(), "{} pages, {} faults:\n{}", self.seen, list.len(), list.join("\n"));
    }
}
