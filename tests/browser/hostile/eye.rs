//! What gives a payload away in a page: it ran, it asked, it was stopped by the policy, it became an element, it went out for
//! something, or it broke the layout.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::json;

use crate::support::Browser;

/// Before any script of the page: dialogs would stop the browser, so they are written down instead.
const HOOKS: &str = "window.__asked = [];
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
      window[name] = (...words) => { window.__asked.push(`${name} ${words}`); };";

/// A turn of the queue after the load: what `onload`, `onerror` and a refresh of no seconds need. Methods are taken from the
/// prototype, because an element called `body` or `querySelectorAll` may stand before the page's own.
const LOOK: &str = r#"
    const settled = new Promise((done) => setTimeout(done, 0));
    return settled.then(() => {
      const elements = Array.from(Document.prototype.querySelectorAll.call(document, '*'));
      const shapes = new Set(elements.map((e) => `${e.localName} ${Array.from(e.attributes, (a) => a.name).sort().join(' ')}`));
      const notes = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_PROCESSING_INSTRUCTION);
      while (notes.nextNode()) shapes.add(`!-- ${notes.currentNode.data.slice(0, 80)}`);
      const leads = [];
      for (const e of elements) {
        for (const name of ['href', 'src', 'action', 'formaction', 'data', 'xlink:href', 'background', 'srcset']) {
          const value = e.getAttribute(name);
          if (value === null || value.startsWith('mailto:') || value.startsWith('tel:')) continue;
          let to = null;
          try { to = new URL(value, location.href); } catch { leads.push(`${e.localName} ${name}=${value.slice(0, 80)}`); continue; }
          if (to.origin !== location.origin) leads.push(`${e.localName} ${name}=${value.slice(0, 80)}`);
        }
      }
      return {
        hit: 'hit' in window || 'hit' in {},
        asked: window.__asked || ['the page was not watched'],
        violations: window.__violations || ['the page was not watched'],
        shapes: Array.from(shapes),
        leads,
        elsewhere: performance.getEntriesByType('resource').map((e) => e.name).filter((n) => !n.startsWith(location.origin)),
        frames: window.frames.length,
        over: document.documentElement.scrollWidth - innerWidth,
        at: location.pathname + location.search,
      };
    });"#;

/// How far the page goes beyond the window, and through what.
const WIDTH: &str = "const over = document.documentElement.scrollWidth - innerWidth;
    const sticks = (box) => box.right > innerWidth + 1 && box.width > 0;
    const inside = (e) => { for (let up = e; up; up = up.parentElement) if (getComputedStyle(up).overflowX !== 'visible') return true; return false; };
    const found = [];
    if (over > 0) {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(texts.currentNode);
        const e = texts.currentNode.parentElement;
        if (sticks(range.getBoundingClientRect()) && !inside(e)) found.push(e.outerHTML.slice(0, 160));
      }
      for (const e of document.querySelectorAll('body *'))
        if (sticks(e.getBoundingClientRect()) && !inside(e)) found.push(e.outerHTML.slice(0, 160));
    }
    const widest = found.slice(0, 3).join(' ');
    return [over, widest];";

#[derive(Deserialize)]
struct Look {
    hit: bool,
    asked: Vec<String>,
    violations: Vec<String>,
    shapes: Vec<String>,
    leads: Vec<String>,
    elsewhere: Vec<String>,
    frames: usize,
    over: i64,
    at: String,
}

/// A browser that looks for payloads. It first learns what pages are made of when plain words stand in them.
pub struct Eye {
    /// The browser.
    pub browser: Browser,
    known: BTreeSet<String>,
    leads: BTreeSet<String>,
    origin: Option<String>,
    /// How many pages were judged.
    pub judged: usize,
}

impl Eye {
    /// Watches every page of the browser from now on. Pages are looked at on a telephone, where they break first.
    pub async fn new(browser: Browser) -> Self {
        browser.tell("Page.addScriptToEvaluateOnNewDocument", json!({ "source": HOOKS })).await;
        browser.width(375).await;
        Self { browser, known: BTreeSet::new(), leads: BTreeSet::new(), origin: None, judged: 0 }
    }

    /// Links to this origin are ours too: mail leads to the site.
    pub fn may_lead_to(&mut self, origin: &str) {
        self.origin = Some(format!("a href={origin}/"));
    }

    /// The page that is open holds only plain words: what it is made of, and where it leads, is ours.
    pub async fn learn(&mut self) {
        let look: Look = self.browser.ask(LOOK).await;
        assert!(!look.hit && look.asked.is_empty() && look.violations.is_empty(), "{} is clean", look.at);
        self.known.extend(look.shapes);
        self.leads.extend(look.leads);
    }

    /// What is wrong with the page that is open; nothing where all that was typed is words. `at` is where the browser should be.
    pub async fn troubles(&mut self, at: &str) -> Vec<String> {
        self.judged += 1;
        let look: Look = self.browser.ask(LOOK).await;
        let mut wrong = Vec::new();
        if look.hit {
            wrong.push("a payload ran".to_owned());
        }
        let strange = look.shapes.into_iter().filter(|shape| !self.known.contains(shape));
        wrong.extend(strange.map(|shape| format!("an element that is not ours: <{shape}>")));
        let ours = |lead: &str| self.origin.as_ref().is_some_and(|origin| lead.starts_with(origin.as_str()));
        let leads = look.leads.into_iter().filter(|lead| !self.leads.contains(lead) && !ours(lead));
        wrong.extend(leads.map(|lead| format!("it leads away: {lead}")));
        wrong.extend(look.asked.into_iter().map(|asked| format!("a dialog: {asked}")));
        wrong.extend(look.violations.into_iter().map(|what| format!("the policy stopped {what}")));
        wrong.extend(look.elsewhere.into_iter().map(|what| format!("it asked for {what}")));
        if look.frames > 0 {
            wrong.push(format!("{} frames", look.frames));
        }
        if !at.is_empty() && look.at != at {
            wrong.push(format!("the browser is at {:.100} instead of {at:.100}", look.at));
        }
        if look.over > 0 {
            wrong.push(self.too_wide(375).await);
        }
        wrong
    }

    /// What sticks out of a wide window.
    pub async fn troubles_when_wide(&self) -> Vec<String> {
        self.browser.width(1280).await;
        let wrong = self.too_wide(1280).await;
        self.browser.width(375).await;
        if wrong.is_empty() { Vec::new() } else { vec![wrong] }
    }

    async fn too_wide(&self, width: u32) -> String {
        let (over, widest): (i64, String) = self.browser.ask(WIDTH).await;
        if over > 0 { format!("{over} pixels wider than a window of {width}: {widest}") } else { String::new() }
    }
}
