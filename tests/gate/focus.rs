//! Whoever walks a page with Tab sees where they are: a ring, and nothing that covers it (WCAG 2.4.7, 2.4.11).

use serde::Deserialize;
use thirtyfour::Key;

use crate::support::Browser;

/// How many stops are walked.
const STOPS: usize = 40;

/// Where the focus is, and whether it can be seen.
const HERE: &str = "
    const it = document.activeElement;
    if (!it || it === document.body || it === document.documentElement) return null;
    const number = (window.__stops ||= new Map());
    const again = number.has(it);
    if (!again) number.set(it, number.size);
    const rings = [it, it.closest('label'), it.closest('.row'), it.closest('.rich-box'), it.closest('.tile'), ...(it.labels || [])].filter(Boolean).some((e) => {
      const style = getComputedStyle(e);
      return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    });
    const box = it.getClientRects()[0] || it.getBoundingClientRect();
    const x = Math.min(innerWidth - 1, Math.max(0, box.x + Math.min(box.width / 2, 200)));
    const y = Math.min(innerHeight - 1, Math.max(0, box.y + box.height / 2));
    const top = document.elementFromPoint(x, y);
    const seen = !!top && (it.contains(top) || top.contains(it) || [...(it.labels || [])].some((label) => label.contains(top)));
    const size = box.width > 1 && box.height > 1;
    // What has the focus inside a frame shows it there.
    return { again, rings: rings || it.tagName === 'IFRAME', seen: seen && size, what: it.outerHTML.replace(/\\s+/g, ' ').slice(0, 90) };";

#[derive(Deserialize)]
struct Stop {
    again: bool,
    rings: bool,
    seen: bool,
    what: String,
}

/// Walks the page and tells what is wrong with it.
pub async fn troubles(browser: &Browser) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut stops = 0;
    for _ in 0..STOPS {
        browser.press(Key::Tab).await;
        let here: Option<Stop> = browser.ask(HERE).await;
        let Some(stop) = here else { break };
        if stop.again {
            break;
        }
        stops += 1;
        if !stop.rings {
            wrong.push(format!("no focus ring on {}", stop.what));
        }
        if !stop.seen {
            wrong.push(format!("the focus is covered or too small on {}", stop.what));
        }
    }
    if stops == 0 {
        wrong.push("Tab leads nowhere".to_owned());
    }
    wrong
}
