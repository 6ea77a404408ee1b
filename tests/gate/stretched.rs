//! Words of other languages: every text is rewritten in the page, two fifths longer and with marks on its letters, as translators
//! do before there is a translation. Nothing may be cut off, run out of what holds it, or lie over other words.

use serde::Deserialize;

use super::{ADMIN, Gate};
use crate::support::{Browser, DEMO_PASSWORD, Script, TestApp};

/// Rewrites what people read. Numbers, addresses, code and initials are the same in every language; a word of more than twenty
/// letters is already as long as German's are.
const STRETCH: &str = "
    const marked = { a: 'á', e: 'é', i: 'í', o: 'ø', u: 'ů', y: 'ý', c: 'č', d: 'ď', n: 'ñ', r: 'ř', s: 'š', z: 'ž',
      A: 'Å', E: 'É', I: 'Í', O: 'Ø', U: 'Ů', Y: 'Ý', C: 'Ç', D: 'Ď', N: 'Ñ', R: 'Ř', S: 'Š', Z: 'Ž' };
    const longer = (text) => {
      let owed = .5;
      return text.replace(/\\S+/g, (word) => {
        const letters = Array.from(word.matchAll(/\\p{L}/gu), (found) => found.index);
        if (!letters.length || /[\\d@/]|\\p{L}\\.\\p{L}/u.test(word) || /^\\P{L}*\\p{Lu}{2,3}\\P{L}*$/u.test(word)) return word;
        if (letters.length <= 20) owed += letters.length * .4;
        const vowels = letters.filter((at) => /[aeiouy]/i.test(word[at]));
        const places = vowels.length ? vowels : letters.slice(-1);
        const more = Math.floor(owed);
        owed -= more;
        return Array.from(word, (letter, at) => {
          const turn = places.indexOf(at);
          const times = turn < 0 ? 0 : Math.floor(more / places.length) + (turn < more % places.length ? 1 : 0);
          const sign = marked[letter] || letter;
          return sign + sign.toLowerCase().repeat(times);
        }).join('');
      });
    };
    for (const closed of document.querySelectorAll('details, dialog')) closed.open = true;
    for (const bar of document.querySelectorAll('.batch-bar')) bar.hidden = false;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const aside = walk.currentNode.parentElement.closest('script, style, template, code, pre, kbd, samp, textarea');
      if (!aside) walk.currentNode.data = longer(walk.currentNode.data);
    }
    for (const field of document.querySelectorAll('[placeholder]')) field.placeholder = longer(field.placeholder);
    for (const button of document.querySelectorAll('input:is([type=submit], [type=button])')) button.value = longer(button.value);
    for (const group of document.querySelectorAll('optgroup')) group.label = longer(group.label);
    return true;";

/// Finds the words that are cut off, that run out of what holds them, and that lie over others.
const FIND: &str = "
    // One line of what somebody wrote, in a list that leads to the whole of it; the word beside an icon that is enough.
    const meant = '.row-preview, .pane-list .row-name a, .menu-phone summary';
    // What lies over the page on purpose, while it is open.
    const layers = '.menu-phone nav, dialog';
    // The arrow of a list takes so much of its room.
    const arrow = 20, wide = document.documentElement.clientWidth;
    const styles = new Map(), boxes = new Map();
    const style = (e) => styles.get(e) || styles.set(e, getComputedStyle(e)).get(e);
    const box = (e) => boxes.get(e) || boxes.set(e, e.getBoundingClientRect()).get(e);
    const sign = (e) => e.tagName.toLowerCase() + Array.from(e.classList, (name) => '.' + name).join('');
    const place = (e) => [e.parentElement, e].map(sign).join(' > ');
    const found = [], items = [], seen = new Set();
    const say = (what, words) => { if (!seen.has(what)) { seen.add(what); found.push({ what, words: words.trim().slice(0, 60) }); } };
    const range = document.createRange(), pen = document.createElement('canvas').getContext('2d');
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode, words = node.data, own = node.parentElement;
      if (!words.trim() || !own.checkVisibility({ visibilityProperty: true }) || own.closest('option, textarea, noscript, svg[role=img]')) continue;
      const chain = [];
      for (let e = own; e && e !== document.body; e = e.parentElement) chain.push(e);
      if (chain.some((e) => style(e).clipPath === 'inset(50%)' || e.matches(meant))) continue;
      const block = chain.filter((e) => style(e).display !== 'inline' && style(e).display !== 'contents');
      const holder = block.find((e) => style(e).backgroundColor !== 'rgba(0, 0, 0, 0)'
        || (parseFloat(style(e).borderLeftWidth) && parseFloat(style(e).borderRightWidth)));
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) {
        // Letters keep to the height of their line, whatever room the font asks for above and below.
        const spare = Math.max(0, (line.height - (parseFloat(style(own).lineHeight) || line.height)) / 2);
        const it = { left: line.left, right: line.right, top: line.top + spare, bottom: line.bottom - spare };
        if (line.width < 1 || it.right <= 0 || it.bottom <= 0) continue;
        for (const e of block) {
          const across = style(e).overflowX, down = style(e).overflowY, edge = box(e);
          if (across === 'hidden' || across === 'clip') {
            if (it.right > edge.right + 1 || it.left < edge.left - 1) say(`${place(own)} is cut off by ${sign(e)} across`, words);
          } else if (across !== 'visible') {
            it.left = Math.max(it.left, edge.left); it.right = Math.min(it.right, edge.right);
          }
          if (down === 'hidden' || down === 'clip') {
            if (it.bottom > edge.bottom + 1 || it.top < edge.top - 1) say(`${place(own)} is cut off by ${sign(e)} below`, words);
          } else if (down !== 'visible') {
            it.top = Math.max(it.top, edge.top); it.bottom = Math.min(it.bottom, edge.bottom);
          }
        }
        if (it.right - it.left < 1 || it.bottom - it.top < 1) continue;
        if (it.right > wide + 1 || it.left < -1) say(`${place(own)} runs out of the window`, words);
        for (const e of block.slice(0, holder ? block.indexOf(holder) + 1 : 1)) {
          if ((it.right > box(e).right + 1 || it.left < box(e).left - 1)) say(`${place(own)} runs out of ${sign(e)} across`, words);
          if (e === holder && (it.bottom > box(e).bottom + 2 || it.top < box(e).top - 2)) say(`${place(own)} runs out of ${sign(e)} below`, words);
        }
        items.push({ ...it, node, own, words, layer: own.closest(layers) });
      }
    }
    // What is chosen from a long list: the open list shows the whole.
    for (const field of document.querySelectorAll('input:not([type=hidden]), select:not([data-titles], .sheet select), textarea')) {
      if (field.checkVisibility({ visibilityProperty: true })) {
        const { left, right, top, bottom } = box(field), is = style(field);
        const inner = { left: left + parseFloat(is.paddingLeft), right: right - parseFloat(is.paddingRight), top, bottom };
        pen.font = is.font;
        const room = inner.right - inner.left - (field.matches('select') ? arrow : 0);
        for (const words of [field.placeholder, field.selectedOptions?.[0]?.text]) {
          if (words && pen.measureText(words).width > room + 1) say(`${place(field)} cuts off its words`, words);
        }
        items.push({ ...inner, node: field, own: field, words: '', layer: field.closest(layers) });
      }
    }
    items.sort((a, b) => a.top - b.top);
    items.forEach((a, at) => {
      for (let next = at + 1; next < items.length && items[next].top < a.bottom - 2; next++) {
        const b = items[next];
        if (a.node === b.node || a.layer !== b.layer) continue;
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - b.top;
        if (across > 2 && down > 2) say(`${place(a.own)} and ${place(b.own)} lie over each other`, `${a.words.trim().slice(0, 28)} | ${b.words.trim()}`);
      }
    });
    const over = document.documentElement.scrollWidth - innerWidth;
    const outside = Array.from(document.querySelectorAll('body *')).filter((e) => box(e).right > innerWidth + 1).map(place);
    if (over > 0) say(`the page scrolls sideways: ${outside.at(-1)}`, `by ${over}`);
    return found;";

#[derive(Deserialize)]
struct Found {
    what: String,
    words: String,
}

/// Where room is short: a desk's window, the narrowest that stands in columns, a telephone, and the narrowest that WCAG asks for.
const WIDTHS: [u32; 4] = [1280, 960, 375, 320];

/// A browser without scroll bars, as telephones have it: a bar that comes and goes would make the window narrower than it is said.
async fn browser(test: &TestApp) -> Browser {
    let browser = Browser::open(&test.base, Script::On).await;
    browser.tell("Emulation.setScrollbarsHidden", serde_json::json!({ "hidden": true })).await;
    browser
}

/// Opens a path, rewrites it and looks at it in every width.
async fn look(gate: &mut Gate, path: &str) {
    gate.seen += 1;
    gate.browser.go(path).await;
    let _: bool = gate.browser.ask(STRETCH).await;
    for width in WIDTHS {
        gate.browser.width(width).await;
        // A bar that stays at the bottom lies over what happens to be there. In a window as high as the page it may not.
        let height: u32 = gate.browser.ask("return document.documentElement.scrollHeight").await;
        gate.browser.size(width, height.max(812)).await;
        gate.settle().await;
        let found: Vec<Found> = gate.browser.ask(FIND).await;
        for Found { what, words } in found {
            gate.say(what, format!("{path} {width} “{words}”"));
        }
        gate.browser.shot(&format!("stretched{}-{width}", path.replace(['/', '?', '='], "-"))).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sample_has_room_for_longer_words() {
    let test = TestApp::demo().await;
    let mut gate = Gate::new(browser(&test).await, ADMIN);
    gate.browser.sign_in("owner@example.com", DEMO_PASSWORD).await;
    gate.browser.go("/dev/samples").await;
    let find = "return Array.from(document.querySelectorAll('a[href^=\"/dev/samples/\"]'), (link) => link.getAttribute('href'))";
    let samples: Vec<String> = gate.browser.ask(find).await;
    assert!(samples.len() > 60, "there are samples: {samples:?}");
    for path in samples {
        look(&mut gate, &path).await;
    }
    gate.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_public_page_has_room_for_longer_words() {
    let test = TestApp::demo().await;
    let mut gate = Gate::new(browser(&test).await, ADMIN);
    let pages =
        test.sql("select path from pages where path is not null and live_revision is not null order by path").await;
    for row in pages {
        look(&mut gate, &row[0]).await;
    }
    for form in ["/forms/contact/message", "/forms/project/project", "/search?q=form", "/there-is-no-such-page"] {
        look(&mut gate, form).await;
    }
    gate.close().await;
}
