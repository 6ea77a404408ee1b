//! Journeys of people in a real Chromium, with script and without, wide and narrow.

mod changed_form;
mod desk;
mod enquire;
mod hostile;
mod line;
mod lists;
mod media;
mod own_site;
mod script;
mod send_again;
mod staff;
mod writing;

use crate::support::{Browser, Script, Theme};

/// How somebody browses.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    script: Script,
    width: u32,
    theme: Theme,
}

const WIDE: Way = Way { script: Script::On, width: 1280, theme: Theme::Light };
const PHONE_WITHOUT_SCRIPT: Way = Way { script: Script::Off, width: 375, theme: Theme::Dark };

/// What Chromium says of the preview beside the form of a page: nothing runs in it.
const STILL: &str = "Blocked script execution";

impl Way {
    async fn open(self, base: &str) -> Browser {
        let browser = Browser::open(base, self.script).await;
        browser.width(self.width).await;
        browser.theme(self.theme).await;
        browser
    }

    fn name(self) -> String {
        format!("{}{}", self.width, if self.script == Script::Off { "-without-script" } else { "" })
    }
}
